import { saveState } from "./chunks/actions-core.mjs";
import { inputReader, systemClock } from "./chunks/deploy-base2.mjs";
import { clientToken, requireSuccess, runTask, taskSummary } from "./chunks/deploy-task.mjs";
import { migrationRunbook } from "./chunks/deploy-base6.mjs";
import { onFirstCall } from "./chunks/roof4.mjs";
import { runAction } from "./chunks/roof3.mjs";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { tmpdir } from "node:os";
// run-migration-task/src/inputs.ts
const minute = 6e4;
function parseInputs(raw) {
	const read = inputReader(raw);
	const mode = read.oneOf("mode", ["apply", "plan"], "apply");
	const inputs = {
		mode,
		plan: readPlan$1(read),
		task: readTask(read)
	};
	if (mode === "plan") {
		if (!inputs.plan) read.problem("migrations", "give the folder whose pending migrations are planned");
	} else requireTask(read, inputs);
	const [program = "", ...rest] = inputs.task.command;
	if (rest.length === 0 && program.includes(" ") && !raw("command").trim().startsWith("[")) read.problem("command", `want a JSON list or one argument a line, got "${program}"`);
	read.done();
	return inputs;
}
function readPlan$1(read) {
	const given = read.optional("migrations");
	const base = read.optional("base");
	if (given === void 0) {
		if (base) read.problem("base", "goes with migrations");
		return;
	}
	const folder = posix.normalize(given).replace(/\/$/, "");
	if (folder === "." || folder.startsWith("..") || posix.isAbsolute(folder)) read.problem("migrations", `want a folder below the working directory, got "${given}"`);
	return {
		folder,
		base: base && /^0+$/.test(base) ? void 0 : base
	};
}
function readTask(read) {
	return {
		cluster: read.optional("cluster"),
		taskDefinition: read.optional("task-definition") ?? "",
		container: read.optional("container"),
		image: read.optional("image"),
		command: read.list("command"),
		environmentVariables: read.map("environment-variables"),
		cpu: read.wholeNumber("cpu", 0, {
			min: 128,
			max: 196608
		}) || void 0,
		memory: read.wholeNumber("memory", 0, {
			min: 4,
			max: 1048576
		}) || void 0,
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
}
function requireTask(read, { task, plan }) {
	if (!task.taskDefinition) read.problem("task-definition", "give the family, or family:revision, that is run");
	const { network } = task;
	if (network.kind === "given" && network.subnets.length === 0) read.problem("stack", "give one of stack, service or subnets, got none");
	if (!task.cluster && network.kind !== "stack") read.problem("cluster", "give the cluster, or a stack with the output ClusterName");
	if (plan && "REVIEWED_MIGRATIONS" in task.environmentVariables) read.problem("environment-variables", "REVIEWED_MIGRATIONS is made from the input migrations");
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
	if (ways > 1) read.problem("stack", `give one of stack, service or subnets, got ${ways}`);
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
function planOutputs(pending, sql) {
	return {
		pending,
		sql
	};
}
function taskOutputs({ taskArn, verdict }) {
	return {
		"task-arn": taskArn,
		"exit-code": "exitCode" in verdict ? verdict.exitCode : "",
		reason: verdict.reason
	};
}
// run-migration-task/src/plan.ts
async function readPlan(request, { log, cancelled }) {
	const { openRepository } = await import("./chunks/deploy-git.mjs").then((n) => n.git_exports);
	const { planMigrations, planReason, planSql } = await import("./chunks/deploy-migrations.mjs").then((n) => n.migrations_exports);
	const plan = await planMigrations(openRepository(process.cwd(), cancelled), request);
	log.info(planReason(plan));
	for (const { name, destructive } of plan.pending) {
		log.info(`  ${JSON.stringify(name)}`);
		for (const { line, what, statement } of destructive) log.warning(`${JSON.stringify(name)} line ${line} ${what}: ${statement}`);
	}
	const sqlFile = join(mkdtempSync(join(process.env["RUNNER_TEMP"] ?? tmpdir(), "migrations-")), "pending.sql");
	writeFileSync(sqlFile, planSql(plan));
	return {
		plan,
		sqlFile
	};
}
// run-migration-task/src/main.ts
runAction(async (context) => {
	const inputs = context.read(parseInputs);
	const planned = inputs.plan && await planFromGit(inputs, context);
	if (inputs.mode === "plan") return;
	await apply(context, planned ? withReviewed(inputs.task, planned) : inputs.task);
});
async function planFromGit({ mode, plan: request }, context) {
	if (!request) return void 0;
	const { plan, sqlFile } = await readPlan(request, context);
	const { planReason, planSummary, reviewedMigrations, reviewedVariable } = await import("./chunks/deploy-migrations.mjs").then((n) => n.migrations_exports);
	context.output(planOutputs(plan.pending.map(({ name }) => name), sqlFile));
	if (mode === "plan") {
		context.output({ reason: planReason(plan) });
		await context.summarise(planSummary(plan));
	}
	return { [reviewedVariable]: reviewedMigrations(plan) };
}
function withReviewed(task, reviewed) {
	return {
		...task,
		environmentVariables: {
			...task.environmentVariables,
			...reviewed
		}
	};
}
async function apply({ aws, log, cancelled, output, summarise }, task) {
	const { ECS } = await import("./chunks/client-ecs.mjs").then((n) => n.ecs_exports);
	const result = await runTask({
		ecs: aws(ECS),
		logs: onFirstCall(async () => aws((await import("./chunks/client-cloudwatch-logs.mjs").then((n) => n.cloudwatch_logs_exports)).CloudWatchLogs)),
		stacks: onFirstCall(async () => aws((await import("./chunks/client-cloudformation.mjs").then((n) => n.cloudformation_exports)).CloudFormation)),
		clock: systemClock,
		log,
		cancelled,
		clientToken: clientToken([...stepIdentity(), JSON.stringify(task)]),
		onStarting: (starting) => saveState("task", starting),
		onStarted: (started) => saveState("task", started)
	}, task);
	saveState("task", "");
	output(taskOutputs(result));
	await summarise(taskSummary(task.taskDefinition, result, migrationRunbook));
	requireSuccess(task.taskDefinition, result, migrationRunbook);
}
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
