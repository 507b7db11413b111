// ../packages/deploy/src/task/service-tasks.ts
/** What ECS describes in one call. */
const mostDescribed = 100;
/** The ARNs of all of a service's tasks that ECS wants in this status: every page of them. */
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
/** Tasks by their ARNs, however many; one that is gone meanwhile is missing. */
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
