import { getState } from "./chunks/actions-core.mjs";
import { DeployError } from "./chunks/deploy-base.mjs";
import { systemClock } from "./chunks/deploy-base2.mjs";
import { findStarted, stopTask } from "./chunks/deploy-task3.mjs";
import { runAction } from "./chunks/roof3.mjs";
// run-migration-task/src/post.ts
runAction(async ({ aws, log }) => {
	const state = getState("task");
	if (!state) return;
	const left = JSON.parse(state);
	const { ECS } = await import("./chunks/client-ecs.mjs").then((n) => n.ecs_exports);
	const tools = {
		ecs: aws(ECS),
		clock: systemClock,
		log
	};
	const tasks = "taskArn" in left ? [left] : await findStarted(tools, left);
	if (tasks.length === 0) log.info("No task was started");
	for (const task of tasks) {
		if (!await stopTask(tools, task, "the run was cancelled")) throw new DeployError("not-stopped", `${task.taskArn} was told to stop, which could not be confirmed`);
		log.info(`Stopped ${task.taskArn}`);
	}
});
export {};
