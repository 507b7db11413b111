import { getState } from "./chunks/actions-core.mjs";
import { DeployError, awsClient, systemClock } from "./chunks/deploy-base.mjs";
import { stopTask } from "./chunks/deploy-task.mjs";
import { runAction } from "./chunks/roof.mjs";
// run-migration-task/src/post.ts
/** Ends what a killed step left: a task that nobody watches would keep the database's lock. */
runAction(async ({ log }) => {
	const state = getState("running");
	if (!state) return;
	const started = JSON.parse(state);
	const { ECS } = await import("./chunks/client-ecs.mjs").then((n) => n.dist_es_exports);
	const tools = {
		ecs: awsClient(ECS),
		clock: systemClock,
		log
	};
	if (await stopTask(tools, started, "the run was cancelled")) return log.info(`Stopped ${started.taskArn}`);
	throw new DeployError("not-stopped", `${started.taskArn} was told to stop, which could not be confirmed`);
});
export {};
