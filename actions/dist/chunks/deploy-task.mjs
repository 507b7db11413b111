import { DeployError, askPatiently, oneLine, pause } from "./deploy-base.mjs";
import { createHash } from "node:crypto";
// ../packages/deploy/src/task/client-token.ts
/** A token of 64 characters, ECS's limit: the same for the same identity (run, attempt, job, step, what is run). */
function clientToken(identity) {
	return createHash("sha256").update(JSON.stringify(identity)).digest("hex");
}
// ../packages/deploy/src/task/container-log.ts
/** `undefined` where the container doesn't log by awslogs, or without a prefix (the stream's name is unknown then). */
function logStream(container, taskArn) {
	const { logDriver, options = {} } = container.logConfiguration ?? {};
	const logGroupName = options["awslogs-group"];
	const prefix = options["awslogs-stream-prefix"];
	if (logDriver !== "awslogs" || !logGroupName || !prefix) return void 0;
	return {
		logGroupName,
		logStreamName: `${prefix}/${container.name}/${taskArn.slice(taskArn.lastIndexOf("/") + 1)}`
	};
}
/** The last lines of a stream; none when it can't be read, since a log only explains a verdict. */
async function lastLines(logs, stream, limit = 20) {
	if (!stream) return [];
	try {
		const { events = [] } = await logs.getLogEvents({
			...stream,
			limit,
			startFromHead: false
		});
		return events.map(({ message = "" }) => message.trimEnd()).filter(Boolean);
	} catch {
		return [];
	}
}
/** How many of the last lines are kept for the summary and for the hints. */
const tailLength = 40;
/** Follows a stream while its container runs; `more()` says whether there was anything new. */
function followLog(logs, stream, log) {
	const tail = [];
	let token;
	let readable = true;
	async function page(from) {
		const answer = await logs.getLogEvents({
			...from,
			startFromHead: true,
			...token ? { nextToken: token } : {}
		});
		const end = answer.nextForwardToken === token;
		token = answer.nextForwardToken ?? token;
		for (const { message = "" } of answer.events ?? []) for (const line of message.split("\n").map((part) => part.trimEnd())) {
			log.info(`  | ${line}`);
			if (line && tail.push(line) > tailLength) tail.shift();
		}
		return !end && (answer.events?.length ?? 0) > 0;
	}
	return {
		tail,
		async more() {
			if (!stream || !readable) return false;
			let any = false;
			try {
				while (await page(stream)) any = true;
			} catch (error) {
				if (error.name === "ResourceNotFoundException") return any;
				readable = false;
				log.warning(`The log ${stream.logGroupName} can't be read, so its lines are missing here: ${oneLine(error)}`);
			}
			return any;
		}
	};
}
// ../packages/deploy/src/task/definition.ts
/** What ECS adds when a definition is registered, and refuses to be given. */
const readOnly = /* @__PURE__ */ new Set([
	"taskDefinitionArn",
	"revision",
	"status",
	"requiresAttributes",
	"compatibilities",
	"registeredAt",
	"registeredBy",
	"deregisteredAt",
	"deleteRequestedAt"
]);
/** What a task definition says, ready to be registered as the family's next revision. */
function registrable(definition, tags = []) {
	const content = Object.fromEntries(Object.entries(definition).filter(([name]) => !readOnly.has(name)));
	const own = tags.filter(({ key }) => !key?.startsWith("aws:"));
	return {
		...content,
		family: definition.family,
		containerDefinitions: definition.containerDefinitions,
		...own.length > 0 ? { tags: own } : {}
	};
}
/** The container by name, or the only essential one when none is named. `about`: what an error begins with. */
function pickContainer(definition, name, about = "container") {
	const containers = definition.containerDefinitions ?? [];
	const essential = containers.filter(({ essential: is }) => is !== false);
	const found = name ? containers.find((container) => container.name === name) : essential[0];
	if (found?.name && (name || essential.length === 1)) return {
		...found,
		name: found.name
	};
	const known = containers.map((container) => container.name).join(", ");
	throw new DeployError("unknown-container", `${about}: ${definition.family} has the containers ${known || "(none)"}, got "${name ?? ""}"`);
}
function withImage(definition, container, image) {
	return {
		...definition,
		containerDefinitions: (definition.containerDefinitions ?? []).map((one) => one.name === container ? {
			...one,
			image
		} : one)
	};
}
/** The fields in which two definitions differ, sorted; containers as `containers.<name>.<field>`. Empty: the same content. */
function differences(one, other) {
	return compare(flatten(registrable(one)), flatten(registrable(other))).sort();
}
function flatten({ containerDefinitions = [], ...rest }) {
	const fields = /* @__PURE__ */ new Map();
	for (const [name, value] of Object.entries(rest)) fields.set(name, canonical(value));
	for (const container of containerDefinitions) for (const [name, value] of Object.entries(container)) fields.set(`containers.${container.name}.${name}`, canonical(value));
	return fields;
}
function compare(one, other) {
	return [.../* @__PURE__ */ new Set([...one.keys(), ...other.keys()])].filter((name) => (one.get(name) ?? "") !== (other.get(name) ?? ""));
}
/**
* A value as text that only its meaning changes: keys sorted, absent and empty alike (ECS fills in empty lists), and
* named lists (environment, secrets) sorted by name, since ECS gives them back in an order of its own.
*/
function canonical(value) {
	if (value === void 0 || value === null) return "";
	if (Array.isArray(value)) {
		const parts = value.map(canonical);
		return parts.length === 0 ? "" : `[${(value.every(isNamed) ? parts.sort() : parts).join(",")}]`;
	}
	if (typeof value !== "object") return JSON.stringify(value);
	const parts = Object.entries(value).map(([name, inner]) => [name, canonical(inner)]).filter(([, inner]) => inner !== "").sort(([a], [b]) => a < b ? -1 : 1).map(([name, inner]) => `${JSON.stringify(name)}:${inner}`);
	return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}
function isNamed(entry) {
	return typeof entry === "object" && entry !== null && "name" in entry;
}
/** `family:revision` of a definition, the id of a task. */
function shortArn(arn = "") {
	return arn.slice(arn.lastIndexOf("/") + 1);
}
// ../packages/deploy/src/task/verdict.ts
/** Judges a stopped task by the exit code of one container; what happens to its sidecars is their own affair. */
function judgeStopped(task, containerName) {
	const container = task.containers?.find(({ name }) => name === containerName);
	const exitCode = container?.exitCode;
	if (exitCode === 0) {
		const { stopCode = "no stop code", stoppedReason = "ECS gave no reason" } = task;
		if (stopCode === "EssentialContainerExited") return {
			kind: "succeeded",
			exitCode,
			reason: `${containerName} exited with 0`
		};
		return {
			kind: "failed",
			exitCode,
			reason: `${containerName} exited with 0, but its task was stopped: ${stopCode}: ${stoppedReason}`
		};
	}
	if (exitCode !== void 0) {
		const why = container?.reason ?? signalOf(exitCode);
		return {
			kind: "failed",
			exitCode,
			reason: `${containerName} exited with ${exitCode}${why ? `: ${why}` : ""}`
		};
	}
	const why = [container?.reason, task.stoppedReason].filter(Boolean).join("; ") || "ECS gave no reason";
	return {
		kind: "no-exit-code",
		reason: `${containerName} has no exit code: ${task.stopCode ?? "no stop code"}: ${why}`
	};
}
/** 128 + n is a death by signal n; the two that people meet are named. */
function signalOf(exitCode) {
	if (exitCode === 137) return "killed (SIGKILL: out of memory, or stopped after its grace period)";
	return exitCode === 143 ? "terminated (SIGTERM)" : "";
}
const hints = [
	[/\bP1001\b/, "P1001: the database can't be reached: look at the task's security group, its subnets and the address."],
	[/\bP1002\b/, "P1002: the database timed out, often at Prisma's advisory lock: is another migration still running?"],
	[/\bP3009\b/, "P3009: an earlier migration failed and blocks the next ones: repair the database, then `prisma migrate resolve --applied` or `--rolled-back`."],
	[/\bP3018\b/, "P3018: a migration's SQL failed: the log names it and PostgreSQL's error; nothing after it was applied."],
	[/CannotPullContainerError/, "The image can't be pulled: does it exist, and may the execution role read its repository?"],
	[/ResourceInitializationError/, "The task could not be prepared: does each secret exist, with that JSON key, and may the execution role read it?"],
	[/OutOfMemory|SIGKILL: out of memory/, "Give the task definition more memory."]
];
/** Hints for what the log's tail and the reason say. */
function hintsFor(lines) {
	return hints.filter(([pattern]) => lines.some((line) => pattern.test(line))).map(([, hint]) => hint);
}
// ../packages/deploy/src/task/report.ts
/** The step's summary in Markdown: the verdict in one line, hints, the end of the log. */
function taskSummary(title, { verdict, taskArn, taskDefinition, tail, seconds }) {
	const lines = [
		`### ${verdict.kind === "succeeded" ? "✅" : "❌"} ${title}: ${verdict.kind}`,
		"",
		`${verdict.reason} (${seconds} s, task \`${shortArn(taskArn)}\` of \`${shortArn(taskDefinition)}\`)`,
		...hintsFor([...tail, verdict.reason]).map((hint) => `\n> ${hint}`)
	];
	if (tail.length > 0) lines.push("", "<details><summary>The end of its log</summary>", "", "````text", ...tail, "````", "</details>");
	return `${lines.join("\n")}\n`;
}
/** Only `succeeded` passes; anything else is an error with the hints that fit. */
function requireSuccess(title, { verdict, tail }) {
	if (verdict.kind === "succeeded") return;
	const hints = hintsFor([...tail, verdict.reason]);
	throw new DeployError(`task-${verdict.kind}`, `${title}: ${verdict.reason}`, hints.join("\n") || void 0);
}
// ../packages/deploy/src/task/placement.ts
/** Resolves cluster and network. A stack may name the cluster (output `ClusterName`) where the input doesn't. */
async function findPlacement({ ecs, stacks }, source, cluster, definition) {
	if (source.kind === "service") return likeService(ecs, source.service, cluster);
	const fargate = definition.requiresCompatibilities?.includes("FARGATE") ? { launchType: "FARGATE" } : {};
	if (source.kind === "given") {
		const { subnets, securityGroups, assignPublicIp } = source;
		return {
			cluster,
			...fargate,
			...network({
				subnets,
				securityGroups,
				assignPublicIp
			})
		};
	}
	const outputs = await stackOutputs(stacks, source.stack);
	const output = (name) => outputs.get(name) ?? missing(source.stack, name);
	return {
		cluster: cluster ?? output("ClusterName"),
		...fargate,
		...network({
			subnets: output("SubnetIds").split(","),
			securityGroups: output("SecurityGroupIds").split(","),
			assignPublicIp: outputs.get("AssignPublicIp") === "ENABLED"
		})
	};
}
async function likeService(ecs, name, cluster) {
	const { services = [], failures = [] } = await ecs.describeServices({
		cluster,
		services: [name]
	});
	const [service] = services;
	if (!service) throw new DeployError("no-such-service", `service: ${cluster}/${name} is not there: ${failures[0]?.reason ?? "ECS lists no such service"}`);
	const { networkConfiguration, launchType, capacityProviderStrategy = [], platformVersion } = service;
	return {
		cluster,
		networkConfiguration,
		...capacityProviderStrategy.length > 0 ? { capacityProviderStrategy } : { launchType },
		platformVersion
	};
}
async function stackOutputs(stacks, stack) {
	const { Stacks: found = [] } = await stacks.describeStacks({ StackName: stack });
	return new Map((found[0]?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]));
}
function missing(stack, output) {
	throw new DeployError("no-such-output", `stack: ${stack} has no output "${output}"`, "A stack that places a task has the outputs SubnetIds and SecurityGroupIds (comma lists), and ClusterName unless `cluster` is given.");
}
function network(of) {
	return { networkConfiguration: { awsvpcConfiguration: {
		subnets: [...of.subnets],
		...of.securityGroups.length > 0 ? { securityGroups: [...of.securityGroups] } : {},
		assignPublicIp: of.assignPublicIp ? "ENABLED" : "DISABLED"
	} } };
}
// ../packages/deploy/src/task/stop-task.ts
/** Stops a task and waits until it is stopped, so that no orphan keeps a lock. Says whether that was confirmed. */
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
			if (tasks[0]?.lastStatus === "STOPPED") return true;
		}
	} catch (error) {
		log.warning(`${taskArn} could not be stopped: ${oneLine(error)}`);
	}
	return false;
}
// ../packages/deploy/src/task/watch-task.ts
/** How long ECS may not know a task that it has just accepted. */
const lagMs = 6e4;
/** Between two looks at a task. */
const lookEveryMs = 2e3;
/** How often an exit code or the log's end is looked for after the stop: both may arrive a little later. */
const lateTurns = 5;
/** Waits for the task's end and judges it; a task that takes too long or whose run is cancelled is stopped first. */
async function watchTask(tools, watched) {
	const { clock, log, cancelled } = tools;
	let seen = false;
	let shown = "";
	let late = 0;
	for (;;) {
		if (cancelled.aborted) return stopped(tools, watched, "cancelled", "the run was cancelled");
		const task = await look(tools, watched);
		const waited = clock.now() - watched.begun;
		if (!task && (seen || waited > lagMs)) throw lost(watched);
		seen ||= task !== void 0;
		await watched.follower.more();
		if (task?.lastStatus && task.lastStatus !== shown) log.info(`Task is ${shown = task.lastStatus}`);
		if (task?.lastStatus === "STOPPED") {
			const verdict = judgeStopped(task, watched.container);
			if (verdict.kind === "no-exit-code" && task.stopCode === "EssentialContainerExited" && late++ < lateTurns) await pause(clock, lookEveryMs);
			else return readToEnd(tools, watched, verdict);
		} else if (!hasStarted(task) && waited > watched.startForMs) {
			const state = task?.containers?.find(({ name }) => name === watched.container)?.reason ?? task?.lastStatus;
			return stopped(tools, watched, "not-started", `it did not start within ${minutes(watched.startForMs)} (${state ?? "not listed yet"})`);
		} else if (waited > watched.waitForMs) return stopped(tools, watched, "timed-out", `it did not end within ${minutes(watched.waitForMs)}`);
		else await pause(clock, lookEveryMs, cancelled);
	}
}
async function look(tools, { cluster, taskArn }) {
	const { ecs, clock, log, cancelled: signal } = tools;
	const answer = await askPatiently({
		clock,
		log,
		signal
	}, `Task ${taskArn}`, () => ecs.describeTasks({
		cluster,
		tasks: [taskArn]
	}));
	const refused = answer.failures?.find(({ reason }) => reason !== "MISSING");
	if (refused) throw new DeployError("unknown-outcome", `Task ${taskArn}: what became of it is unknown: ${refused.reason} ${refused.detail ?? ""}`.trimEnd());
	return answer.tasks?.[0];
}
async function stopped(tools, watched, kind, because) {
	tools.log.warning(`Stopping the task: ${because}`);
	return readToEnd(tools, watched, {
		kind,
		reason: `${because}; ${await stopTask(tools, watched, because) ? "it was stopped" : "it was told to stop, which could not be confirmed: it may still run"}`
	});
}
/** The log driver delivers a container's last lines some seconds after its end. */
async function readToEnd({ clock }, { follower }, verdict) {
	for (let turn = 0; turn < lateTurns; turn++) {
		if (!await follower.more() && follower.tail.length > 0 && turn > 0) break;
		await pause(clock, 1e3);
	}
	return verdict;
}
function lost({ taskArn }) {
	return new DeployError("unknown-outcome", `Task ${taskArn}: what became of it is unknown: ECS does not list it (MISSING)`, "Look at the container's log: a stopped task is listed for an hour only.");
}
function hasStarted(task) {
	return task?.startedAt !== void 0 || task?.lastStatus === "RUNNING";
}
const minutes = (ms) => `${ms / 6e4} min`;
// ../packages/deploy/src/task/run-task.ts
/** Reads what `runTask` needs, with the same refusals. Changes nothing. */
async function planTask(tools, request) {
	const { taskDefinition: definition, tags = [] } = await tools.ecs.describeTaskDefinition({
		taskDefinition: request.taskDefinition,
		include: ["TAGS"]
	});
	if (!definition) throw new DeployError("no-such-definition", `task-definition: ECS knows no ${request.taskDefinition}`);
	const container = pickContainer(definition, request.container);
	const placement = await findPlacement(tools, request.network, request.cluster, definition);
	const image = request.image ?? container.image ?? "";
	return {
		definition,
		tags,
		container,
		image,
		registers: image !== container.image,
		placement
	};
}
/** Starts one task, follows its log and judges it. Throws only where no task could be started or nothing be learnt of it. */
async function runTask(tools, request) {
	const { ecs, logs, clock, log } = tools;
	const plan = await planTask(tools, request);
	const { container, placement } = plan;
	const { taskDefinitionArn: taskDefinition = "" } = await withWantedImage(tools, plan);
	const begun = clock.now();
	if (tools.cancelled.aborted) throw new DeployError("cancelled", "Cancelled before the task was started");
	const { tasks = [], failures = [] } = await ecs.runTask({
		...placement,
		taskDefinition,
		count: 1,
		clientToken: tools.clientToken,
		overrides: { containerOverrides: [overridesOf(container.name, request)] }
	});
	const [task] = tasks;
	if (!task?.taskArn || failures.length > 0) throw notPlaced(request.taskDefinition, failures);
	const started = {
		cluster: task.clusterArn ?? placement.cluster ?? "default",
		taskArn: task.taskArn
	};
	tools.onStarted?.(started);
	log.info(`Started ${task.taskArn} of ${shortArn(taskDefinition)}`);
	const follower = followLog(logs, logStream(container, task.taskArn), log);
	const verdict = await watchTask(tools, {
		...request,
		...started,
		container: container.name,
		begun,
		follower
	});
	const seconds = Math.round((clock.now() - begun) / 1e3);
	return {
		taskArn: task.taskArn,
		taskDefinition,
		verdict,
		tail: follower.tail,
		seconds
	};
}
function overridesOf(name, { command, environmentVariables }) {
	const environment = Object.entries(environmentVariables).map(([key, value]) => ({
		name: key,
		value
	}));
	return {
		name,
		...command.length > 0 ? { command: [...command] } : {},
		...environment.length > 0 ? { environment } : {}
	};
}
async function withWantedImage({ ecs, log }, { definition, tags, container, image, registers }) {
	if (!registers) return definition;
	const answer = await ecs.registerTaskDefinition(registrable(withImage(definition, container.name, image), tags));
	if (!answer.taskDefinition) throw new DeployError("not-registered", `${definition.family}: ECS registered nothing`);
	log.info(`Registered ${shortArn(answer.taskDefinition.taskDefinitionArn)} with ${image}`);
	return answer.taskDefinition;
}
function notPlaced(family, failures) {
	const reasons = failures.map(({ reason, detail, arn }) => [
		reason ?? "no reason",
		detail,
		arn && `(${arn})`
	].filter(Boolean).join(" "));
	return new DeployError("not-placed", `${family}: ECS started no task: ${reasons.join("; ") || "it gave no failure either"}`);
}
export { clientToken, differences, lastLines, logStream, pickContainer, registrable, requireSuccess, runTask, shortArn, stopTask, taskSummary, withImage };
