import { saveState } from "./chunks/actions-core.mjs";
import { awsClient, inputReader, systemClock } from "./chunks/deploy-base.mjs";
import { clientToken, requireSuccess, runTask, taskSummary } from "./chunks/deploy-task.mjs";
import { runAction } from "./chunks/roof.mjs";
// run-migration-task/src/inputs.ts
const minute = 6e4;
function parseInputs(raw) {
	const read = inputReader(raw);
	const inputs = {
		cluster: read.optional("cluster"),
		taskDefinition: read.required("task-definition"),
		container: read.optional("container"),
		image: read.optional("image"),
		command: read.list("command"),
		environmentVariables: read.map("environment-variables"),
		network: readNetwork(read),
		startForMs: read.wholeNumber("start-for-minutes", 3, {
			min: 1,
			max: 60
		}) * minute,
		waitForMs: read.wholeNumber("wait-for-minutes", 30, {
			min: 1,
			max: 720
		}) * minute
	};
	if (inputs.command.length === 1 && inputs.command[0]?.includes(" ") && !raw("command").trim().startsWith("[")) read.problem("command", `want a JSON list or one argument a line, got "${inputs.command[0]}"`);
	if (!inputs.cluster && inputs.network.kind !== "stack") read.problem("cluster", "give the cluster, or a stack with the output ClusterName");
	read.done();
	return inputs;
}
function readNetwork(read) {
	const stack = read.optional("stack");
	const service = read.optional("service");
	const subnets = read.list("subnets");
	const securityGroups = read.list("security-groups");
	const assignPublicIp = read.flag("assign-public-ip", false);
	const ways = [
		stack,
		service,
		subnets[0]
	].filter(Boolean).length;
	if (ways !== 1) read.problem("stack", `give one of stack, service or subnets, got ${ways || "none"}`);
	if (subnets.length === 0 && securityGroups.length > 0) read.problem("security-groups", "go with subnets only");
	if (subnets.length === 0 && assignPublicIp) read.problem("assign-public-ip", "goes with subnets only");
	if (stack) return {
		kind: "stack",
		stack
	};
	return service ? {
		kind: "service",
		service
	} : {
		kind: "given",
		subnets,
		securityGroups,
		assignPublicIp
	};
}
// run-migration-task/src/outputs.ts
function outputs({ taskArn, verdict }) {
	return {
		"task-arn": taskArn,
		"exit-code": "exitCode" in verdict ? verdict.exitCode : "",
		reason: verdict.reason
	};
}
// run-migration-task/src/main.ts
runAction(async ({ input, log, cancelled, output, summarise }) => {
	const inputs = parseInputs(input);
	const { ECS } = await import("./chunks/client-ecs.mjs").then((n) => n.dist_es_exports);
	const { CloudWatchLogs } = await import("./chunks/client-cloudwatch-logs.mjs").then((n) => n.dist_es_exports);
	const { CloudFormation } = await import("./chunks/client-cloudformation.mjs").then((n) => n.dist_es_exports);
	const result = await runTask({
		ecs: awsClient(ECS),
		logs: awsClient(CloudWatchLogs),
		stacks: awsClient(CloudFormation),
		clock: systemClock,
		log,
		cancelled,
		clientToken: clientToken([...stepIdentity(), JSON.stringify(inputs)]),
		onStarted: (started) => saveState("running", started)
	}, inputs);
	saveState("running", "");
	output(outputs(result));
	await summarise(taskSummary(inputs.taskDefinition, result));
	requireSuccess(inputs.taskDefinition, result);
});
/** What tells this attempt at this step from every other; outside of GitHub each start is one of its own. */
function stepIdentity() {
	const { env } = process;
	return env["GITHUB_RUN_ID"] ? [
		"GITHUB_REPOSITORY",
		"GITHUB_RUN_ID",
		"GITHUB_RUN_ATTEMPT",
		"GITHUB_JOB",
		"GITHUB_ACTION"
	].map((name) => env[name] ?? "") : [crypto.randomUUID()];
}
export {};
