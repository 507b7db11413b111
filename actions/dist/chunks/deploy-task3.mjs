import { askPatiently, oneLine } from "./deploy-base2.mjs";
// ../packages/deploy/src/task/stop-task.ts
async function stopTask(tools, { cluster, taskArn }, reason) {
	const { ecs, clock, log } = tools;
	try {
		await askPatiently(tools, taskArn, () => ecs.stopTask({
			cluster,
			task: taskArn,
			reason
		}));
		for (const until = clock.now() + 15e4; clock.now() < until; await clock.sleep(2e3)) {
			const { tasks = [] } = await askPatiently(tools, taskArn, () => ecs.describeTasks({
				cluster,
				tasks: [taskArn]
			}));
			if (tasks[0]?.lastStatus === "STOPPED") return tasks[0];
		}
	} catch (error) {
		log.warning(`${taskArn} could not be stopped: ${oneLine(error)}`);
	}
}
async function findStarted({ ecs, clock, log }, { cluster, startedBy }) {
	for (let look = 0; look < 3; look++) {
		if (look > 0) await clock.sleep(2e3);
		const { taskArns = [] } = await askPatiently({
			clock,
			log
		}, `The task started by ${startedBy}`, () => ecs.listTasks({
			cluster,
			startedBy
		}));
		if (taskArns.length > 0) return taskArns.map((taskArn) => ({
			cluster: cluster ?? "default",
			taskArn
		}));
	}
	return [];
}
export { findStarted, stopTask };
