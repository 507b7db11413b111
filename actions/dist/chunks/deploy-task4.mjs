// ../packages/deploy/src/task/service-tasks.ts
const mostDescribed = 100;
async function listServiceTasks(ecs, { cluster, ecsName, desiredStatus }) {
	const arns = [];
	let nextToken;
	do {
		const page = await ecs.listTasks({
			cluster,
			serviceName: ecsName,
			desiredStatus,
			nextToken
		});
		arns.push(...page.taskArns ?? []);
		nextToken = page.nextToken;
	} while (nextToken);
	return arns;
}
async function describeTasks(ecs, cluster, arns) {
	const tasks = [];
	for (let from = 0; from < arns.length; from += mostDescribed) {
		const answer = await ecs.describeTasks({
			cluster,
			tasks: arns.slice(from, from + mostDescribed)
		});
		tasks.push(...answer.tasks ?? []);
	}
	return tasks;
}
export { describeTasks, listServiceTasks };
