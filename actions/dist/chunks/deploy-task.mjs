import { DeployError } from "./deploy-base.mjs";
import { askPatiently, isPassing, oneLine, pause } from "./deploy-base2.mjs";
import { shortArn } from "./deploy-base5.mjs";
import { followLog, logStream, pickContainer, registrable, withImage } from "./deploy-task2.mjs";
import { fenced } from "./deploy-base6.mjs";
import { stopTask } from "./deploy-task3.mjs";
import { createHash } from "node:crypto";
// ../packages/deploy/src/task/client-token.ts
function clientToken(identity) {
	return createHash("sha256").update(JSON.stringify(identity)).digest("hex");
}
// ../packages/deploy/src/task/verdict.ts
function judgeStopped(task, judged, endedEarly) {
	const { container: containerName } = judged;
	const container = task.containers?.find(({ name }) => name === containerName);
	const exitCode = container?.exitCode;
	if (exitCode === 0) {
		const { stopCode = "no stop code", stoppedReason = "ECS gave no reason" } = task;
		const exit = `${containerName} exited with 0`;
		if (stopCode === "EssentialContainerExited" && endedEarly) return {
			kind: "failed",
			exitCode,
			reason: `${exit}, but the essential container ${endedEarly} had ended first`
		};
		if (stopCode === "EssentialContainerExited") return {
			kind: "succeeded",
			exitCode,
			reason: exit
		};
		return {
			kind: "failed",
			exitCode,
			reason: `${containerName} exited with 0, but its task was stopped: ${stopCode}: ${stoppedReason}`
		};
	}
	if (exitCode !== void 0) {
		const told = [container?.reason ?? signalOf(exitCode), isSignal(exitCode) && sidecarsOf$1(task, judged, endedEarly)].filter(Boolean).join("; ");
		return {
			kind: "failed",
			exitCode,
			reason: `${containerName} exited with ${exitCode}${told ? `: ${told}` : ""}`
		};
	}
	const why = [container?.reason, task.stoppedReason].filter(Boolean).join("; ") || "ECS gave no reason";
	return {
		kind: "no-exit-code",
		reason: `${containerName} has no exit code: ${task.stopCode ?? "no stop code"}: ${why}`
	};
}
function sidecarsOf$1({ containers = [] }, { essentialSidecars }, endedEarly) {
	return containers.filter(({ name = "", exitCode }) => essentialSidecars.includes(name) && exitCode !== void 0).map(({ name, exitCode }) => `the essential container ${name} exited with ${exitCode}${name === endedEarly ? " first" : ""}`).join("; ");
}
function endedEarly({ containers = [] }, { container, essentialSidecars }) {
	const ended = ({ lastStatus, exitCode }) => lastStatus === "STOPPED" || exitCode !== void 0;
	const own = containers.find(({ name }) => name === container);
	if (!own || own.lastStatus !== "RUNNING" || ended(own)) return void 0;
	return containers.find((one) => essentialSidecars.includes(one.name ?? "") && ended(one))?.name;
}
const isSignal = (exitCode) => exitCode === 137 || exitCode === 143;
function signalOf(exitCode) {
	if (exitCode === 137) return "killed (SIGKILL: out of memory, or stopped after its grace period)";
	return exitCode === 143 ? "terminated (SIGTERM)" : "";
}
const hints$1 = [
	[/\bP1001\b/, "P1001: the database can't be reached: look at the task's security group, its subnets and the address."],
	[/\bP1002\b/, "P1002: the database timed out, often at Prisma's advisory lock: is another migration still running?"],
	[/\bP3009\b/, "P3009: an earlier migration failed and blocks the next ones: repair the database, then `prisma migrate resolve --applied` or `--rolled-back`."],
	[/\bP3018\b/, "P3018: a migration's SQL failed: the log names it and PostgreSQL's error; nothing after it was applied."],
	[/CannotPullContainerError/, "The image can't be pulled: does it exist, and may the execution role read its repository?"],
	[/ResourceInitializationError/, "The task could not be prepared: does each secret exist, with that JSON key, and may the execution role read it?"],
	[/OutOfMemory|SIGKILL: out of memory/, "Out of memory: give the task more (the input memory, or its definition)."],
	[/SpotInterruption/, "Fargate Spot took the task back: run migrations on FARGATE, not on FARGATE_SPOT."],
	[/REVIEWED_MIGRATIONS/, "Nothing was applied: plan again, review what it shows, and approve that."]
];
function hintsFor(lines) {
	return hints$1.filter(([pattern]) => lines.some((line) => pattern.test(line))).map(([, hint]) => hint);
}
// ../packages/deploy/src/task/report.ts
function taskSummary(title, result, runbook) {
	const { verdict, taskArn, taskDefinition, tail, seconds } = result;
	const lines = [
		`### ${verdict.kind === "succeeded" ? "✅" : "❌"} ${title}: ${verdict.kind}`,
		"",
		`${verdict.reason} (${seconds} s, task \`${shortArn(taskArn)}\` of \`${shortArn(taskDefinition)}\`)`,
		...hintsOf(result, runbook).map((hint) => `\n> ${hint}`)
	];
	if (tail.length > 0) lines.push("", "<details><summary>The end of its log</summary>", "", ...fenced(tail.join("\n"), "text"), "</details>");
	return `${lines.join("\n")}\n`;
}
function requireSuccess(title, result, runbook) {
	const { verdict } = result;
	if (verdict.kind === "succeeded") return;
	const hints = hintsOf(result, runbook).join("\n");
	throw new DeployError(`task-${verdict.kind}`, `${title}: ${verdict.reason}`, hints || void 0);
}
function hintsOf({ verdict, tail }, runbook) {
	if (verdict.kind === "succeeded") return [];
	return [...hintsFor([...tail, verdict.reason]), ...runbook ? [`What to do: ${runbook}`] : []];
}
// ../packages/deploy/src/task/placement.ts
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
// ../packages/deploy/src/task/start-task.ts
const longestOverrides = 8192;
const hints = [
	[/RESOURCE:|Capacity/, "The cluster has no room for it: smaller cpu and memory, other subnets, or another moment."],
	[/ACCESS_DENIED|AccessDenied/, "The role may not start it: ecs:RunTask on the definition, iam:PassRole on its roles."],
	[/MISSING/, "What it names is not there: the cluster, the definition or a container instance."]
];
async function startTask(tools, input) {
	const about = shortArn(input.taskDefinition);
	const length = JSON.stringify(input.overrides ?? {}).length;
	if (length > longestOverrides) throw new DeployError("too-long", `${about}: command and environment make overrides of ${length} characters, and ECS takes ${longestOverrides}`, "Fewer reviewed migrations at a time, or what is long by a file or a parameter of the task's own.");
	tools.onStarting?.({
		cluster: input.cluster,
		startedBy: tools.clientToken
	});
	const { tasks = [], failures = [] } = await ask(tools, about, {
		...input,
		count: 1,
		clientToken: tools.clientToken,
		startedBy: tools.clientToken
	});
	const [task] = tasks;
	if (!task?.taskArn || failures.length > 0) throw notPlaced(about, failures.map(inWords).join("; "));
	return {
		cluster: task.clusterArn ?? input.cluster ?? "default",
		taskArn: task.taskArn
	};
}
async function ask(tools, about, input) {
	const { ecs, clock, log, cancelled: signal } = tools;
	try {
		return await askPatiently({
			clock,
			log,
			signal
		}, `${about}: its start`, () => {
			if (signal.aborted) throw new DeployError("cancelled", "the run was cancelled");
			return ecs.runTask(input);
		});
	} catch (error) {
		const cause = error.cause;
		const [existing] = conflicting(cause);
		if (existing) {
			log.warning(`This step has started ${existing} already: going on with that`);
			return { tasks: [{ taskArn: existing }] };
		}
		if (cause instanceof DeployError && cause.code === "cancelled") throw new DeployError("unknown-outcome", error.message, void 0, { cause });
		if (error.code !== "unknown-outcome" || isPassing(cause)) throw error;
		throw notPlaced(about, oneLine(cause), { cause });
	}
}
function conflicting(error) {
	const { name, resourceIds = [] } = error ?? {};
	return name === "ConflictException" ? resourceIds : [];
}
function inWords({ reason, detail, arn }) {
	return [
		reason ?? "no reason",
		detail,
		arn && `(${arn})`
	].filter(Boolean).join(" ");
}
function notPlaced(about, why, options) {
	const fitting = hints.filter(([pattern]) => pattern.test(why)).map(([, hint]) => hint);
	const message = `${about}: ECS started no task: ${why || "it gave no failure either"}`;
	return new DeployError("not-placed", message, fitting.join("\n") || void 0, options);
}
// ../packages/deploy/src/task/watch-task.ts
const lagMs = 6e4;
const lookEveryMs = 2e3;
const lateTurns = 5;
async function watchTask(tools, watched) {
	const { clock, log, cancelled } = tools;
	let seen = false;
	let shown = "";
	let late = 0;
	let early;
	for (;;) {
		if (cancelled.aborted) return stopped(tools, watched, "cancelled", "the run was cancelled");
		const task = await look(tools, watched);
		const waited = clock.now() - watched.begun;
		if (!task && (seen || waited > lagMs)) throw lost(watched);
		seen ||= task !== void 0;
		await watched.follower.more();
		if (task?.lastStatus && task.lastStatus !== shown) log.info(`Task is ${shown = task.lastStatus}`);
		early ??= task && endedEarly(task, watched);
		if (task?.lastStatus === "STOPPED") {
			const verdict = judgeStopped(task, watched, early);
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
		reason: `${because}; ${endOf(await stopTask(tools, watched, because), watched)}`
	});
}
function endOf(task, watched) {
	if (!task) return "it was told to stop, which could not be confirmed: it may still run";
	return task.stopCode === "UserInitiated" ? "it was stopped" : `it had ended by itself: ${judgeStopped(task, watched).reason}`;
}
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
async function runTask(tools, request) {
	const { logs, clock, log } = tools;
	const plan = await planTask(tools, request);
	const { container, placement } = plan;
	const definition = await withWantedImage(tools, plan);
	const { taskDefinitionArn: taskDefinition = "" } = definition;
	const begun = clock.now();
	if (tools.cancelled.aborted) throw new DeployError("cancelled", "Cancelled before the task was started");
	const started = await startTask(tools, {
		...placement,
		taskDefinition,
		overrides: overridesOf(container.name, request)
	});
	tools.onStarted?.(started);
	log.info(`Started ${started.taskArn} of ${shortArn(taskDefinition)}`);
	const follower = followLog(logs, logStream(container, started.taskArn), log);
	const judged = {
		container: container.name,
		essentialSidecars: sidecarsOf(definition, container.name)
	};
	const verdict = await watchTask(tools, {
		...request,
		...started,
		...judged,
		begun,
		follower
	});
	const seconds = Math.round((clock.now() - begun) / 1e3);
	return {
		taskArn: started.taskArn,
		taskDefinition,
		verdict,
		tail: follower.tail,
		seconds
	};
}
function overridesOf(name, { command, environmentVariables, cpu, memory }) {
	const environment = Object.entries(environmentVariables).map(([key, value]) => ({
		name: key,
		value
	}));
	const container = {
		name,
		...command.length > 0 ? { command: [...command] } : {},
		...environment.length > 0 ? { environment } : {}
	};
	return {
		...cpu === void 0 ? {} : { cpu: String(cpu) },
		...memory === void 0 ? {} : { memory: String(memory) },
		containerOverrides: [container]
	};
}
function sidecarsOf({ containerDefinitions = [] }, judged) {
	return containerDefinitions.flatMap(({ name, essential }) => name && name !== judged && essential !== false ? [name] : []);
}
async function withWantedImage({ ecs, log }, { definition, tags, container, image, registers }) {
	if (!registers) return definition;
	const answer = await ecs.registerTaskDefinition(registrable(withImage(definition, container.name, image), tags));
	if (!answer.taskDefinition) throw new DeployError("not-registered", `${definition.family}: ECS registered nothing`);
	log.info(`Registered ${shortArn(answer.taskDefinition.taskDefinitionArn)} with ${image}`);
	return answer.taskDefinition;
}
export { clientToken, requireSuccess, runTask, taskSummary };
