import { askPatiently, isPassing, oneLine, pause, whyFailed } from "./deploy-base2.mjs";
import { DeployError } from "./deploy-base.mjs";
import { shortArn } from "./deploy-base5.mjs";
import { differences, lastLines, logStream, pickContainer, registrable, withImage } from "./deploy-task2.mjs";
import { describeTasks, listServiceTasks } from "./deploy-task4.mjs";
import { publicUrl } from "./deploy-public-host2.mjs";
// ../packages/deploy/src/rollout/own-deployment.ts
async function describeService(tools, { cluster, ecsName }) {
	const about = `${cluster}/${ecsName}`;
	const { services = [], failures = [] } = await askPatiently(tools, about, () => tools.ecs.describeServices({
		cluster,
		services: [ecsName]
	}));
	const [service] = services;
	const { status = "ACTIVE" } = service ?? {};
	if (service && status === "ACTIVE") return service;
	if (status === "DRAINING") throw new DeployError("no-such-service", `${about}: is being deleted (DRAINING)`);
	throw new DeployError("no-such-service", `${about}: ${inWords(failures) || "ECS lists no such service"}`);
}
function inWords(failures) {
	const words = failures.map(({ arn = "", reason, detail }) => [
		failures.length > 1 && arn,
		reason,
		detail
	].filter(Boolean).join(" "));
	return [...new Set(words)].join("; ");
}
function refuse(about, failures = []) {
	const refused = failures.filter(({ reason }) => reason !== "MISSING");
	if (refused.length > 0) throw new DeployError("unknown-outcome", `${about}: what became of it is unknown: ${inWords(refused)}`);
}
async function listDeployments({ ecs }, { cluster, ecsName }) {
	const { serviceDeployments = [] } = await ecs.listServiceDeployments({
		cluster,
		service: ecsName,
		maxResults: 20
	});
	return serviceDeployments.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
}
function ownDeployment(tools, own) {
	const about = `${own.cluster}/${own.ecsName}`;
	let arn = own.deploymentArn;
	async function describe(arns) {
		if (arns.length === 0) return [];
		const answer = await askPatiently(tools, about, () => tools.ecs.describeServiceDeployments({ serviceDeploymentArns: [...arns] }));
		refuse(about, answer.failures);
		return answer.serviceDeployments ?? [];
	}
	async function leadsToOurs({ targetServiceRevision }) {
		const revisionArn = targetServiceRevision?.arn;
		if (!revisionArn) return false;
		const { serviceRevisions = [], failures } = await askPatiently(tools, about, () => tools.ecs.describeServiceRevisions({ serviceRevisionArns: [revisionArn] }));
		refuse(about, failures);
		return serviceRevisions[0]?.taskDefinition === own.revision;
	}
	return { async look() {
		if (arn) return (await describe([arn]))[0];
		const listed = await askPatiently(tools, about, () => listDeployments(tools, own));
		for (const found of await describe(listed.filter((one) => !own.known.includes(one)))) if (await leadsToOurs(found)) {
			arn = found.serviceDeploymentArn;
			return found;
		}
	} };
}
// ../packages/deploy/src/rollout/plan.ts
function planRevision(facts) {
	const { running, latest, latestTags, container, image, isNew, variables = {}, scale, restart } = facts;
	const runningImage = pickContainer(running, container).image ?? "";
	const wanted = withVariables(withImage(latest, container, image), container, variables);
	const changed = differences(running, wanted);
	const { taskDefinitionArn: runningArn = "" } = running;
	if (changed.length === 0 && restart) return {
		kind: "restart",
		revision: runningArn,
		why: restart
	};
	if (changed.length === 0 && scale && scale.from !== scale.to) return {
		kind: "scale",
		revision: runningArn,
		why: `desired count ${scale.from} → ${scale.to}`
	};
	if (changed.length === 0) return {
		kind: "unchanged",
		revision: runningArn,
		why: "it runs this image in this shape"
	};
	const shape = changed.filter((field) => field !== `containers.${container}.image`);
	const reason = [image === runningImage ? "" : isNew ? "new image" : `back to the released image (it ran ${runningImage})`, shape.length > 0 ? `new shape (${shape.join(", ")})` : ""].filter(Boolean).join(", ");
	return differences(latest, wanted).length === 0 ? {
		kind: "move",
		revision: latest.taskDefinitionArn ?? "",
		why: reason
	} : {
		kind: "register",
		definition: registrable(wanted, latestTags),
		why: reason
	};
}
function withVariables(definition, container, variables) {
	const names = Object.keys(variables);
	if (names.length === 0) return definition;
	const { secrets = [], environment = [] } = pickContainer(definition, container);
	const secret = names.filter((name) => secrets.some((one) => one.name === name));
	if (secret.length > 0) throw new DeployError("variable-is-secret", `environment-variables: ${secret.join(", ")} of the container ${container} is a secret, which no value may replace`);
	const kept = environment.filter(({ name = "" }) => !(name in variables));
	const given = Object.entries(variables).map(([name, value]) => ({
		name,
		value
	}));
	return {
		...definition,
		containerDefinitions: (definition.containerDefinitions ?? []).map((one) => one.name === container ? {
			...one,
			environment: [...kept, ...given]
		} : one)
	};
}
// ../packages/deploy/src/rollout/inspect.ts
async function inspectService(tools, request, service, last) {
	const { cluster } = request;
	const ecsName = request.serviceName.replaceAll("{service}", service.name);
	const described = await describeService(tools, {
		cluster,
		ecsName
	});
	const { type = "ECS" } = described.deploymentController ?? {};
	if (type !== "ECS") throw new DeployError("other-controller", `${cluster}/${ecsName}: is deployed by ${type}, which this can't judge`);
	const { desiredCount = 0 } = described;
	const wantedCount = request.desiredCount ?? desiredCount;
	if (wantedCount !== desiredCount && described.schedulingStrategy === "DAEMON") throw new DeployError("daemon", `${cluster}/${ecsName}: desired-count: a DAEMON service runs one task an instance`);
	const primary = described.deployments?.find(({ status }) => status === "PRIMARY");
	const previous = primary?.taskDefinition ?? described.taskDefinition ?? "";
	const running = await definitionOf(tools, previous);
	const latest = await definitionOf(tools, running.definition.family ?? "");
	const about = `${cluster}/${ecsName}: container`;
	const wanted = request.container?.replaceAll("{service}", service.name);
	const { name: container, image: runningImage = "" } = pickContainer(running.definition, wanted, about);
	const { taskDefinitionArn } = latest.definition;
	pickContainer(latest.definition, container, `${about} in the latest revision, ${shortArn(taskDefinitionArn)}`);
	const built = request.images.get(service.name);
	const image = built?.image ?? last?.image ?? runningImage;
	const plan = planRevision({
		running: running.definition,
		latest: latest.definition,
		latestTags: latest.tags,
		container,
		image,
		isNew: built !== void 0,
		variables: request.environmentVariables,
		scale: {
			from: desiredCount,
			to: wantedCount
		},
		restart: whyRestart(primary?.rolloutState, request)
	});
	return {
		service,
		ecsName,
		image,
		key: request.expectVersion?.[service.name] ?? built?.key ?? (last?.image === image ? last.key || void 0 : void 0),
		previous,
		primary: {
			id: primary?.id ?? "",
			complete: primary?.rolloutState === "COMPLETED",
			seconds: Math.round((Number(primary?.updatedAt ?? 0) - Number(primary?.createdAt ?? 0)) / 1e3)
		},
		desiredCount,
		wantedCount,
		last,
		plan
	};
}
function whyRestart(rolloutState, { forceNewDeployment }) {
	if (rolloutState === "FAILED") return "its last deployment failed";
	return forceNewDeployment ? "new tasks were asked for" : void 0;
}
async function definitionOf({ ecs }, name) {
	const { taskDefinition, tags = [] } = await ecs.describeTaskDefinition({
		taskDefinition: name,
		include: ["TAGS"]
	});
	if (taskDefinition) return {
		definition: taskDefinition,
		tags
	};
	throw new DeployError("no-such-definition", `ECS knows no task definition ${name}`);
}
// ../packages/deploy/src/rollout/abort.ts
async function unlessAborted(ask, signal) {
	if (signal.aborted) return void 0;
	const asked = ask();
	asked.catch(() => void 0);
	let leave = () => void 0;
	const aborted = new Promise((resolve) => {
		leave = () => resolve(void 0);
		signal.addEventListener("abort", leave, { once: true });
	});
	try {
		return await Promise.race([asked, aborted]);
	} finally {
		signal.removeEventListener("abort", leave);
	}
}
// ../packages/deploy/src/rollout/target-health.ts
async function targetStates({ targets }, { loadBalancers = [] }) {
	const groups = loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
	return (await Promise.all(groups.map((TargetGroupArn) => targets.describeTargetHealth({ TargetGroupArn })))).flatMap(({ TargetHealthDescriptions = [] }) => TargetHealthDescriptions).map(({ TargetHealth: health }) => [health?.State, health?.Reason && `(${health.Reason})`].filter(Boolean).join(" ")).sort();
}
async function judgeTargets(tools, service) {
	if ((service.loadBalancers ?? []).length === 0) return { note: "no public host was asked, and it has no load balancer: judged by its tasks alone" };
	const note = "no public host was asked: judged by its tasks and their target health alone";
	try {
		const states = (await targetStates(tools, service)).filter((state) => !state.startsWith("draining"));
		if (states.filter((state) => state !== "healthy" && !state.startsWith("unused")).length > 0) return {
			problem: `its targets are ${states.join(", ")}`,
			note
		};
		return states.includes("healthy") ? { note } : {
			problem: "it has no healthy target",
			note
		};
	} catch (error) {
		return { note: `no public host was asked, and target health can't be read (${oneLine(error)}): judged by its tasks alone` };
	}
}
// ../packages/deploy/src/rollout/progress.ts
const heartbeatMs = 3e4;
const complaints = /unable to|failed|unhealthy/i;
function progress(tools, name) {
	const { clock, log } = tools;
	const begun = clock.now();
	const told = new Set();
	let last = {
		line: "",
		at: 0
	};
	let readable = true;
	let complaint;
	async function targetHealth(service) {
		if (!readable || (service.loadBalancers ?? []).length === 0) return "";
		try {
			const states = await targetStates(tools, service);
			return states.length > 0 ? `; targets: ${states.join(", ")}` : "; no target yet";
		} catch (error) {
			readable = false;
			log.warning(`${name}: target health can't be read: ${oneLine(error)}`);
			return "";
		}
	}
	return {
		complaint: () => complaint,
		async tell(service, why) {
			for (const { id = "", createdAt, message } of [...service.events ?? []].reverse()) {
				if (told.has(id) || (createdAt?.getTime() ?? 0) < begun - 1e3) continue;
				told.add(id);
				log.info(`${name}: ${message}`);
				if (message && complaints.test(message)) complaint = message.replace(/^\(service \S+\) /, "").replace(/\.$/, "");
			}
			const line = `${name}: ${why}${await targetHealth(service)}`;
			if (line === last.line && clock.now() - last.at < heartbeatMs) return;
			last = {
				line,
				at: clock.now()
			};
			log.info(line);
		}
	};
}
// ../packages/deploy/src/rollout/why-stopped.ts
function whyStopped(task, essential) {
	const { stopCode, stoppedReason = "ECS gave no reason", containers = [] } = task;
	if (stopCode === "EssentialContainerExited" || stopCode === void 0) {
		const culprit = endedBy(containers.filter(({ name = "" }) => essential.length === 0 || essential.includes(name)));
		if (culprit) return {
			sentence: howEnded(culprit),
			container: culprit.name
		};
	}
	const reasons = [stoppedReason, ...containers.map(({ reason }) => reason)].filter(Boolean);
	const text = [...new Set(reasons)].join("; ").replace(/\.$/, "");
	const silent = stopCode === "EssentialContainerExited" ? "; ECS tells no exit code" : "";
	return {
		sentence: shorten(text) + silent,
		container: void 0
	};
}
function endedBy(containers) {
	const ended = containers.filter(({ exitCode }) => exitCode !== void 0);
	return ended.find(({ reason = "" }) => reason.startsWith("OutOfMemory")) ?? ended.find(({ exitCode }) => !stopSignals.has(exitCode)) ?? ended[0];
}
const stopSignals = new Set([137, 143]);
function howEnded({ name, exitCode, reason }) {
	if (exitCode === 0) return `the container ${name} exited with 0, though it should run`;
	return `the container ${name} exited with ${exitCode}${reason ? ` (${reason})` : ""}`;
}
const hints = [
	[/CannotPull|pull (access|image)/i, "Is the image's digest still in its registry? Then the execution role's right to pull it, and the network's way to the registry."],
	[/ResourceInitializationError.*(secret|ssm|parameter)|unable to (pull|retrieve) secret/i, "Does the secret (and its key) exist, and may the execution role read it? Then the network's way to Secrets Manager."],
	[/ResourceInitializationError/i, "The task's network, log group or volume could not be set up: the reason says which."],
	[/OutOfMemory/i, "The container needs more memory than its task definition gives it."],
	[/failed (ELB|container) health checks/i, "The container runs, but its health check does not pass: path, port, security group, and the time it needs to start."],
	[/unable to place a task|RESOURCE:|capacity is unavailable/i, "The cluster has no room for the task, or its network no address."],
	[/unable to stop or start tasks/i, "minimumHealthyPercent and maximumPercent let no task be started and none be stopped: change one of them."],
	[/exited with 0, though/i, "A service's process has to stay in the foreground."],
	[/exited with/i, "Its log says why: the last lines are in the summary, where they could be read."]
];
function hintFor(reason) {
	return hints.find(([pattern]) => pattern.test(reason))?.[1];
}
const [headLength, tailLength] = [299, 180];
function shorten(text) {
	if (text.length <= headLength + tailLength) return text;
	return `${text.slice(0, headLength)}…${text.slice(-tailLength)}`;
}
// ../packages/deploy/src/rollout/stopped-tasks.ts
function stoppedTasks(tools, own) {
	const told = new Set();
	let cause;
	function isOurs({ taskDefinitionArn, startedBy }) {
		return taskDefinitionArn === own.revision && (startedBy === void 0 || startedBy === own.deploymentId);
	}
	async function find() {
		const fresh = (await listServiceTasks(tools.ecs, {
			...own,
			desiredStatus: "STOPPED"
		})).filter((arn) => !told.has(arn));
		return (await describeTasks(tools.ecs, own.cluster, fresh)).filter(isExplained);
	}
	return {
		cause: () => cause,
		async tell() {
			try {
				const found = await find();
				for (const { taskArn = "" } of found) told.add(taskArn);
				const ours = found.filter((task) => isOurs(task) && !isScalingIn(task));
				if (ours.length === 0) return;
				const containers = await containersOf(tools, own.revision);
				const essential = containers.flatMap(({ name = "", essential }) => essential === false ? [] : [name]);
				for (const task of ours) {
					const why = whyStopped(task, essential);
					tools.log.warning(`${own.ecsName}: task ${shortArn(task.taskArn)} stopped: ${why.sentence}`);
					const logged = containers.find(({ name = "" }) => name === (why.container ?? essential[0]));
					cause ??= await explain(task, why, logged);
				}
			} catch (error) {
				tools.log.warning(`${own.ecsName}: its stopped tasks can't be read: ${oneLine(error)}`);
			}
		}
	};
	async function explain(task, { sentence, container: crashed }, logged) {
		const tail = logged ? (await lastLines(tools.logs, logStream(logged, task.taskArn ?? ""))).map(shorten) : [];
		for (const line of tail) tools.log.info(`  | ${line}`);
		const telling = mostTelling(tail, crashed !== void 0);
		return {
			sentence: telling ? `${sentence}: "${telling}"` : sentence,
			tail
		};
	}
}
async function containersOf({ ecs }, revision) {
	const { taskDefinition } = await ecs.describeTaskDefinition({ taskDefinition: revision });
	return taskDefinition?.containerDefinitions ?? [];
}
function isExplained({ lastStatus, stopCode, stoppedReason }) {
	return lastStatus === "STOPPED" || stopCode !== void 0 && stopCode !== "EssentialContainerExited" && stoppedReason !== void 0;
}
function isScalingIn({ stoppedReason = "" }) {
	return stoppedReason.startsWith("Scaling activity initiated by");
}
const errorItself = /^\s*(?:uncaught\s+)?\w*(?:error|exception|panic|fatal)(?:\s*\[\w+\])?:/i;
const errorLine = /(^|\s)(\w*(Error|Exception)\b|fatal|panic|error:)/i;
function mostTelling(tail, crashed) {
	const line = [errorItself, errorLine].map((pattern) => tail.find((one) => pattern.test(one))).find(Boolean) ?? (crashed ? tail.at(-1) : void 0);
	return line && shorten(line.trim());
}
// ../packages/deploy/src/rollout/verdict.ts
function isOngoing({ status }) {
	return status !== void 0 && ongoing.has(status);
}
const ongoing = new Set([
	"PENDING",
	"IN_PROGRESS",
	"STOP_REQUESTED",
	"ROLLBACK_REQUESTED",
	"ROLLBACK_IN_PROGRESS"
]);
function judge(observation) {
	const { deploymentId, service, own, seen, listed } = observation;
	const entry = service.deployments?.find(({ id }) => id === deploymentId);
	const reason = reasonOf(own, entry);
	switch (own?.status) {
		case "SUCCESSFUL": return judgeSuccessful(observation, entry);
		case "PENDING":
		case "IN_PROGRESS":
		case "STOP_REQUESTED": return entry?.rolloutState === "FAILED" ? {
			kind: "failed",
			reason
		} : inProgress(entry);
		case "ROLLBACK_REQUESTED":
		case "ROLLBACK_IN_PROGRESS": return {
			kind: "rolling-back",
			reason
		};
		case "ROLLBACK_SUCCESSFUL": return {
			kind: "rolled-back",
			reason
		};
		case "ROLLBACK_FAILED": return {
			kind: "failed",
			reason: `its rollback failed: ${reason}`
		};
		case "STOPPED":
			if (entry?.rolloutState === "FAILED") return {
				kind: "failed",
				reason
			};
			return takenOver(observation) ?? {
				kind: "stopped",
				reason
			};
		case void 0:
			if (entry?.rolloutState === "FAILED") return {
				kind: "failed",
				reason
			};
			if (!listed) return judgeSuccessful(observation, entry);
			return (seen ? takenOver(observation) : void 0) ?? inProgress(entry);
		default: return {
			kind: "in-progress",
			why: `ECS says ${String(own?.status)}`
		};
	}
}
function judgeTasks(tasks, revision, desired) {
	const running = tasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
	const others = running.filter(({ taskDefinitionArn }) => taskDefinitionArn !== revision);
	const ours = running.length - others.length;
	if (ours < desired) return {
		kind: "in-progress",
		near: true,
		why: `${ours} of ${desired} tasks run`
	};
	if (others.length === 0) return { kind: "deployed" };
	const [other] = others;
	return {
		kind: "in-progress",
		near: true,
		why: `${others.length} of ${shortArn(other?.taskDefinitionArn)} still running`
	};
}
function judgeSuccessful(observation, entry) {
	const { service, seen } = observation;
	if (!entry || entry.status !== "PRIMARY") return (seen ? takenOver(observation) : void 0) ?? inProgress(entry);
	if (service.desiredCount === 0) return {
		kind: "idle",
		reason: "no task is desired, so nothing could be judged"
	};
	const { rolloutState, runningCount = 0, desiredCount = 1 } = entry;
	const wanted = Math.max(desiredCount, service.desiredCount ?? 0);
	if (rolloutState !== "COMPLETED" || runningCount < wanted) return inProgress(entry);
	const former = service.deployments?.filter((one) => one !== entry && (one.runningCount ?? 0) > 0) ?? [];
	if (former.length === 0) return { kind: "deployed" };
	return {
		kind: "in-progress",
		near: true,
		why: `tasks of the deployment before (${former.map(({ taskDefinition }) => shortArn(taskDefinition)).join(", ")}) still run`
	};
}
function takenOver({ service, deploymentId, previous }) {
	const primary = service.deployments?.find(({ status }) => status === "PRIMARY");
	if (!primary || primary.id === deploymentId) return void 0;
	const { taskDefinition = "" } = primary;
	if (taskDefinition === previous) return void 0;
	return {
		kind: "superseded",
		reason: `another deployment, of ${shortArn(taskDefinition)}, took its place`
	};
}
function inProgress(entry) {
	if (!entry) return {
		kind: "in-progress",
		why: "ECS does not list it yet"
	};
	const { runningCount = 0, desiredCount = 0, pendingCount = 0, failedTasks = 0 } = entry;
	return {
		kind: "in-progress",
		why: `${runningCount} of ${desiredCount} running, ${pendingCount} pending${failedTasks > 0 ? `, ${failedTasks} failed` : ""}`,
		near: desiredCount > 0 && runningCount >= desiredCount
	};
}
function reasonOf(own, entry) {
	const words = own?.rollback?.reason || own?.statusReason || entry?.rolloutStateReason || "ECS gave no reason";
	const alarms = (own?.alarms?.triggeredAlarmNames ?? []).filter((name) => !words.includes(name));
	return words.replace(/\.$/, "") + (alarms.length > 0 ? ` (alarm ${alarms.join(", ")})` : "");
}
// ../packages/deploy/src/rollout/watch.ts
const nearMs = 2e3;
const farMs = 5e3;
const briskForMs = 6e4;
const settlesMs = 3e4;
const rollbackLimitMs = 6e5;
const cancelledEnd = {
	kind: "cancelled",
	reason: "the run was cancelled"
};
async function watchDeployment(tools, name, own, { limitMs, listed, onFound }) {
	const { clock, cancelled } = tools;
	const begun = clock.now();
	const deployment = ownDeployment(tools, own);
	const stopped = stoppedTasks(tools, own);
	const told = progress(tools, name);
	let failedTasks = 0;
	let seen = false;
	let unsettledSince;
	let last;
	async function look() {
		const service = await describeService(tools, own);
		const entry = service.deployments?.find(({ id }) => id === own.deploymentId);
		seen ||= entry !== void 0;
		const found = listed ? await deployment.look() : void 0;
		if (found?.serviceDeploymentArn && !last) onFound(found.serviceDeploymentArn);
		last = found ?? last;
		let state = judge({
			...own,
			service,
			own: found,
			seen,
			listed
		});
		if (state.kind === "deployed") state = await proveByTasks(tools, own, service.desiredCount ?? 1);
		const sequel = sequelOf(state, service, {
			entry,
			found
		});
		if (sequel) {
			unsettledSince ??= clock.now();
			if (clock.now() - unsettledSince < settlesMs) state = sequel;
		}
		const failed = (entry?.failedTasks ?? 0) > failedTasks;
		failedTasks = Math.max(failedTasks, entry?.failedTasks ?? 0);
		if (failed || state.kind !== "in-progress" && state.kind !== "deployed") await stopped.tell();
		if (state.kind === "in-progress" || state.kind === "rolling-back") await told.tell(service, whyNotYet(state));
		return state;
	}
	for (;;) {
		const state = await unlessAborted(look, cancelled);
		const ended = (end) => ({
			end,
			cause: stopped.cause(),
			last
		});
		if (state === void 0) return ended(cancelledEnd);
		if (state.kind !== "in-progress" && state.kind !== "rolling-back") return ended(state);
		const rollingBack = state.kind === "rolling-back";
		const waited = clock.now() - begun;
		if (waited >= limitMs + (rollingBack ? 6e5 : 0)) {
			await stopped.tell();
			const complaint = told.complaint();
			const says = complaint ? `; ECS says: ${complaint}` : "";
			return ended({
				kind: "timed-out",
				reason: `not steady after ${Math.round(waited / 6e4)} min: ${whyNotYet(state)}${says}`,
				rollingBack
			});
		}
		await pause(clock, waited < briskForMs || !rollingBack && state.near ? nearMs : farMs, cancelled);
	}
}
function whyNotYet(state) {
	return state.kind === "rolling-back" ? `ECS rolls it back: ${state.reason}` : state.why;
}
function sequelOf(state, { deploymentConfiguration: { deploymentCircuitBreaker, alarms } = {} }, { entry, found }) {
	const rollsBack = deploymentCircuitBreaker?.rollback === true || alarms?.rollback === true;
	if (state.kind === "failed" && rollsBack && found && isOngoing(found)) return {
		kind: "rolling-back",
		reason: state.reason
	};
	if (state.kind === "stopped" && entry?.status === "PRIMARY") return {
		kind: "in-progress",
		near: true,
		why: `ECS has stopped it: ${state.reason}`
	};
}
async function proveByTasks(tools, own, desired) {
	return judgeTasks(await askPatiently(tools, `${own.cluster}/${own.ecsName}`, async () => describeTasks(tools.ecs, own.cluster, await listServiceTasks(tools.ecs, {
		...own,
		desiredStatus: "RUNNING"
	}))), own.revision, desired);
}
// ../packages/deploy/src/rollout/restore.ts
const lookEveryMs = 3e3;
async function restorePrevious(tools, own, by) {
	const { cluster, ecsName: service, previous, desiredBefore } = own;
	const count = desiredBefore === void 0 ? {} : { desiredCount: desiredBefore };
	try {
		let since;
		if (by === "ecs" || by === "stop" && await stopDeployment(tools, own)) {
			if (desiredBefore !== void 0) await tools.ecs.updateService({
				cluster,
				service,
				...count
			});
		} else {
			tools.log.info(`${service}: going back to ${shortArn(previous)}`);
			since = (await tools.ecs.updateService({
				cluster,
				service,
				taskDefinition: previous,
				...count
			})).service?.deployments?.find(({ status }) => status === "PRIMARY")?.id;
		}
		return await awaitPrevious(tools, own, since);
	} catch (error) {
		return {
			kind: "unconfirmed",
			why: oneLine(error)
		};
	}
}
async function stopDeployment(tools, own) {
	const serviceDeploymentArn = own.deploymentArn ?? (await ownDeployment(tools, own).look())?.serviceDeploymentArn;
	if (!serviceDeploymentArn) return false;
	try {
		await tools.ecs.stopServiceDeployment({
			serviceDeploymentArn,
			stopType: "ROLLBACK"
		});
		tools.log.info(`${own.ecsName}: ECS was asked to roll the deployment back`);
		return true;
	} catch (error) {
		if ((await ownDeployment(tools, {
			...own,
			deploymentArn: serviceDeploymentArn
		}).look())?.status === "ROLLBACK_SUCCESSFUL") return true;
		tools.log.warning(`${own.ecsName}: ECS does not stop the deployment: ${oneLine(error)}`);
		return false;
	}
}
async function awaitPrevious(tools, own, since) {
	const { clock } = tools;
	const name = shortArn(own.previous);
	for (const until = clock.now() + rollbackLimitMs; clock.now() < until; await clock.sleep(lookEveryMs)) {
		const { deployments = [] } = await describeService(tools, own);
		const primary = deployments.find(({ status }) => status === "PRIMARY");
		if (primary?.taskDefinition !== own.previous) {
			if (primary && primary.id !== own.deploymentId && primary.taskDefinition !== own.revision) return {
				kind: "unconfirmed",
				why: `another deployment, of ${shortArn(primary.taskDefinition)}, took over`
			};
			continue;
		}
		if (since !== void 0 && primary.id !== since) continue;
		const { runningCount = 0, desiredCount = 1, rolloutState } = primary;
		const left = deployments.some((one) => one !== primary && (one.runningCount ?? 0) > 0);
		if (rolloutState === "COMPLETED" && runningCount >= desiredCount && !left) return {
			kind: "healthy",
			how: `${name} runs again (${runningCount} of ${desiredCount})`
		};
		if (rolloutState === "FAILED") return {
			kind: "unconfirmed",
			why: `${name} fails as well: ${primary.rolloutStateReason ?? "no reason given"}`
		};
	}
	return {
		kind: "unconfirmed",
		why: `${name} was not seen healthy within ${rollbackLimitMs / 6e4} min`
	};
}
async function deregister({ ecs, log }, { registered, revision, ecsName }) {
	if (!registered) return;
	try {
		await ecs.deregisterTaskDefinition({ taskDefinition: revision });
		log.info(`${ecsName}: deregistered ${shortArn(revision)}`);
	} catch (error) {
		log.warning(`${ecsName}: ${shortArn(revision)} could not be deregistered: ${oneLine(error)}`);
	}
}
// ../packages/deploy/src/rollout/hosts.ts
const limitMs = 9e4;
const askEveryMs = 2e3;
function addressOf(addresses, { name, subdomain, health }) {
	const pattern = typeof addresses === "object" ? addresses[name] : addresses;
	return pattern && publicUrl(pattern, subdomain).replaceAll("{health}", health);
}
async function checkHosts(tools, check) {
	const { get } = tools;
	return untilGood(tools, async () => await askHealth(get, check) ?? await askVersion(get, check));
}
async function untilGood({ clock, cancelled }, ask) {
	const until = clock.now() + limitMs;
	let problem;
	const looked = async () => ({ problem: await ask() });
	for (;;) {
		const answer = await unlessAborted(looked, cancelled);
		if (answer && !answer.problem) return void 0;
		problem = answer?.problem ?? problem ?? "nobody has answered";
		if (!answer || clock.now() >= until) return `${problem} (asked for ${limitMs / 1e3} s)`;
		await pause(clock, askEveryMs, cancelled);
	}
}
async function askHealth(get, { health }) {
	if (!health) return void 0;
	const answer = await tryGet(get, health);
	return answer.status === 200 ? void 0 : `${health} answers ${answer.status || answer.body}, wanted 200`;
}
async function askVersion(get, { version, key }) {
	if (!version || !key) return void 0;
	const { status, body } = await tryGet(get, version);
	if (status !== 200) return `${version} answers ${status || body}, wanted 200`;
	const answered = keyOf(body);
	return answered === key ? void 0 : `${version} answers key ${short(answered)}, wanted ${short(key)}`;
}
async function tryGet(get, url) {
	try {
		return await get(url);
	} catch (error) {
		return {
			status: 0,
			body: `nothing (${error.message})`
		};
	}
}
function keyOf(body) {
	try {
		const { key } = JSON.parse(body);
		return typeof key === "string" ? key : "(none)";
	} catch {
		return "(none)";
	}
}
const short = (key) => key.slice(0, 12);
// ../packages/deploy/src/rollout/record.ts
function nextRelease(now) {
	const { last, built, image, revision, commit } = now;
	const when = {
		revision,
		releasedAt: now.at.toISOString(),
		run: now.run,
		seconds: now.seconds
	};
	const committed = last?.dirty === true && built?.dirty === false;
	if (last?.image === image && !committed) return last.revision === revision ? void 0 : {
		...last,
		...when
	};
	if (!built?.digest || !commit) return void 0;
	const { key = "", digest, dirty = false, buildArgs, baseImages } = built;
	const covered = {
		...buildArgs ? { buildArgs } : {},
		...baseImages ? { baseImages } : {}
	};
	return {
		service: now.service,
		commit,
		dirty,
		key,
		image,
		digest,
		...covered,
		...when
	};
}
// ../packages/deploy/src/rollout/spare-image.ts
async function spareImage({ ecr, log }, running) {
	const { environment, service, image, revision } = running;
	const number = Number(/:(\d+)$/.exec(revision)?.[1]);
	if (!environment || !number) return;
	const { releasedTag, tagInEcr } = await import("./deploy-image3.mjs").then((n) => n.spare_exports);
	const tag = releasedTag(environment, number);
	try {
		const { skipped } = await tagInEcr(ecr, image, tag);
		log.info(`${service}: ${skipped ? `not tagged ${tag}: ${skipped}` : `its image is tagged ${tag}`}`);
	} catch (error) {
		log.warning(`${service}: it runs, but its image could not be tagged ${tag}: ${whyFailed(error)}. Without the tag the registry may drop the image after ten newer builds, and then no task of it starts any more. The next rollout tries again.`);
	}
}
// ../packages/deploy/src/rollout/start.ts
async function startDeployment(tools, request, target, track) {
	const { plan, ecsName, previous, primary, desiredCount, wantedCount } = target;
	const { cluster } = request;
	const named = {
		cluster,
		ecsName
	};
	const unmoved = {
		...named,
		deploymentId: primary.id,
		revision: previous,
		previous,
		known: [],
		registered: false
	};
	if (plan.kind === "unchanged") return unmoved;
	requireGoing(tools);
	const known = plan.kind === "scale" ? [] : await listDeployments(tools, named);
	const registered = plan.kind === "register";
	const revision = plan.kind === "register" ? await register(tools, plan.definition) : plan.revision;
	const desiredBefore = wantedCount === desiredCount ? void 0 : desiredCount;
	const own = {
		...unmoved,
		deploymentId: "",
		revision,
		known,
		registered,
		desiredBefore
	};
	try {
		requireGoing(tools);
		track(own);
		const update = {
			cluster,
			service: ecsName,
			...plan.kind === "scale" ? {} : { taskDefinition: revision },
			...plan.kind === "restart" ? { forceNewDeployment: true } : {},
			...desiredBefore === void 0 ? {} : { desiredCount: wantedCount }
		};
		const deploymentId = await moved(tools, target, own, () => tools.ecs.updateService(update));
		return {
			...own,
			deploymentId
		};
	} catch (error) {
		track(void 0);
		await deregister(tools, own);
		throw error;
	}
}
function requireGoing({ cancelled }) {
	if (cancelled.aborted) throw new DeployError("cancelled", "the run was cancelled before it was moved");
}
async function register({ ecs, log }, definition) {
	const { taskDefinition } = await ecs.registerTaskDefinition(definition);
	const { taskDefinitionArn } = taskDefinition ?? {};
	if (!taskDefinitionArn) throw new DeployError("not-registered", `${definition.family}: ECS registered nothing`);
	log.info(`Registered ${shortArn(taskDefinitionArn)}`);
	return taskDefinitionArn;
}
async function moved(tools, { ecsName, primary, plan }, own, update) {
	let lost;
	const ours = ((await update().catch((error) => {
		if (!isPassing(error)) throw error;
		lost = error;
	}))?.service ?? (lost === void 0 ? void 0 : await describeService(tools, own)))?.deployments?.find(({ status }) => status === "PRIMARY");
	if (lost !== void 0 && (ours?.taskDefinition !== own.revision || ours.id === primary.id && plan.kind !== "scale")) throw lost;
	if (!ours?.id) throw new DeployError("not-updated", `${ecsName}: ECS answered the update without a deployment`);
	return ours.id;
}
// ../packages/deploy/src/rollout/roll-out-service.ts
async function rollOutService(tools, request, target, track) {
	const { clock, log } = tools;
	const { plan, service, previous, image } = target;
	const begun = clock.now();
	const moved = plan.kind !== "unchanged";
	log.info(`${service.name}: ${plan.kind === "unchanged" ? "nothing to move" : plan.kind}: ${plan.why}`);
	let own = await startDeployment(tools, request, target, track);
	const onFound = (deploymentArn) => {
		own = {
			...own,
			deploymentArn
		};
		if (moved) track(own);
	};
	if (moved) track(own);
	const settled = await settle(tools, request, target, {
		own: () => own,
		onFound,
		begun
	}).catch((error) => ({
		outcome: "failed",
		reason: whyFailed(error),
		tail: []
	}));
	if (settled.restored?.kind !== "unconfirmed") track(void 0);
	const { outcome, reason, tail, hint, note, seconds = secondsSince(clock, begun), released = false } = settled;
	const { revision } = own;
	return {
		outcome,
		reason,
		revision,
		previous,
		image,
		seconds,
		moved: moved || released,
		tail,
		hint,
		note
	};
}
async function settle(tools, request, target, { own, onFound, begun }) {
	const { service, plan, primary } = target;
	const moved = plan.kind !== "unchanged";
	const listed = moved && plan.kind !== "scale" || !primary.complete;
	const watch = (limitMs) => watchDeployment(tools, service.name, own(), {
		limitMs,
		listed,
		onFound
	});
	let watched = await watch(request.waitForMs);
	let note;
	if (watched.end.kind === "deployed") {
		const asked = await askOutside(tools, request, target, own());
		note = asked.note;
		if (asked.end.kind !== "deployed") watched = {
			...watched,
			end: asked.end
		};
		else if (asked.took > 0) watched = await watch(Math.max(0, request.waitForMs - (tools.clock.now() - begun)));
	}
	const { end, cause } = watched;
	if (end.kind === "deployed" || end.kind === "idle" && request.allowZero) {
		const seconds = moved ? secondsSince(tools.clock, begun) : primary.seconds;
		const revision = own().revision;
		const released = end.kind === "deployed" && await record(tools, request, target, {
			revision,
			seconds
		});
		const why = moved ? plan.why : released ? `its stack deployed it: ${plan.why}` : `unchanged: ${plan.why}`;
		return {
			outcome: end.kind,
			reason: end.kind === "idle" ? end.reason : why,
			tail: [],
			seconds,
			released,
			note
		};
	}
	const restored = await goBack(tools, request, own(), {
		...watched,
		end
	}, moved);
	const why = [end.reason, cause?.sentence].filter(Boolean).join("; ");
	return {
		outcome: end.kind === "cancelled" ? "stopped" : end.kind,
		reason: [why, restoredText(restored)].filter(Boolean).join("; "),
		tail: cause?.tail ?? [],
		hint: end.kind === "cancelled" ? "Run it again when you want it after all." : hintFor(why),
		note,
		restored
	};
}
const secondsSince = (clock, begun) => Math.round((clock.now() - begun) / 1e3);
async function askOutside(tools, request, target, own) {
	const { service, key } = target;
	const begun = tools.clock.now();
	const [health, version] = [request.healthUrl, request.versionUrl].map((addresses) => addressOf(addresses, service));
	let note;
	let problem;
	if (health || version) {
		if (version && !key) note = `/version was not judged: which key belongs to ${target.image} is not known`;
		problem = await checkHosts(tools, {
			health,
			version,
			key
		});
	} else problem = await untilGood(tools, async () => {
		const judged = await judgeTargets(tools, await describeService(tools, own));
		note = judged.note;
		return judged.problem;
	});
	if (note) tools.log.info(`${service.name}: ${note}`);
	const failed = (what) => tools.cancelled.aborted ? cancelledEnd : {
		kind: "failed",
		reason: `the tasks are steady, but ${what}`
	};
	return {
		end: problem ? failed(problem) : { kind: "deployed" },
		note,
		took: tools.clock.now() - begun
	};
}
async function record({ ecr, ledger, clock, log }, request, { service, last, image }, { revision, seconds }) {
	if (!request.ledger) return false;
	await spareImage({
		ecr,
		log
	}, {
		environment: request.environment,
		service: service.name,
		image,
		revision
	});
	const { commit, run } = request;
	const built = request.images.get(service.name);
	const at = new Date(clock.now());
	const entry = nextRelease({
		service: service.name,
		last,
		built,
		image,
		revision,
		commit,
		at,
		run,
		seconds
	});
	if (!entry) return false;
	const { recordRelease } = await import("./deploy-release.mjs").then((n) => n.release_exports);
	try {
		await recordRelease(ledger, request.ledger, entry);
	} catch (cause) {
		const message = `it runs, but its release could not be recorded in ${request.ledger}: ${oneLine(cause)}`;
		throw new DeployError("not-recorded", message, void 0, { cause });
	}
	log.info(`${service.name}: recorded as released (${entry.commit.slice(0, 12)}, ${shortArn(revision)})`);
	return true;
}
async function goBack(tools, request, own, { end, last }, moved) {
	const wanted = end.kind === "cancelled" ? request.onCancel === "rollback" : request.onFailure === "rollback";
	const byEcs = end.kind === "rolled-back" || end.kind === "timed-out" && end.rollingBack;
	const nowhere = own.previous === own.revision && own.desiredBefore === void 0;
	if (!moved || nowhere || end.kind === "superseded" || end.kind === "idle") return void 0;
	if (!byEcs && !wanted) return void 0;
	const ended = last !== void 0 && !isOngoing(last);
	const scaled = own.previous === own.revision;
	const restored = await restorePrevious(tools, own, byEcs ? "ecs" : ended || scaled ? "update" : "stop");
	if (restored.kind === "healthy") await deregister(tools, own);
	return restored;
}
function restoredText(restored) {
	if (!restored) return "";
	return restored.kind === "healthy" ? restored.how : `the way back is not confirmed: ${restored.why}`;
}
// ../packages/deploy/src/rollout/roll-out.ts
async function planRollOut(tools, request) {
	const releases = await releasesOf(tools, request);
	const targets = await Promise.all(request.services.map((service) => inspectService(tools, request, service, releases.get(service.name))));
	await refuseOlderCommit(tools, request, targets);
	return targets;
}
async function releasesOf({ ledger }, { ledger: path }) {
	if (!path) return new Map();
	const { readReleases } = await import("./deploy-release.mjs").then((n) => n.release_exports);
	return readReleases(ledger, path);
}
async function rollOut(tools, request) {
	const targets = await planRollOut(tools, request);
	const done = new Map();
	const track = pendingTracker(tools);
	let blocker = targets.find((target) => isIdle(target, request))?.service.name;
	for (const group of byOrder(targets)) {
		const results = await Promise.all(group.map((target) => rollOutOne(tools, request, target, {
			blocker,
			track
		})));
		group.forEach(({ service }, index) => {
			const result = results[index];
			if (result) done.set(service.name, result);
			if (!result || !isGreen(result, request.allowZero)) blocker ??= service.name;
		});
	}
	return resultOf(done);
}
async function finishPending(tools, pending) {
	return Promise.all(pending.map(async (own) => {
		const restored = await restorePrevious(tools, own, "stop");
		if (restored.kind === "healthy") await deregister(tools, own);
		return {
			service: own.service,
			restored
		};
	}));
}
async function rollOutOne(tools, request, target, { blocker, track }) {
	const { name } = target.service;
	if (isIdle(target, request)) return notMoved(target, "idle", "no task is desired, so nothing could be judged");
	if (blocker) return notMoved(target, "not-started", `${blocker} comes first and is not deployed`);
	if (tools.cancelled.aborted) return notMoved(target, "not-started", "the run was cancelled");
	try {
		return await rollOutService(tools, request, target, (own) => track(name, own));
	} catch (error) {
		return notMoved(target, error instanceof DeployError && error.code === "cancelled" ? "not-started" : "failed", whyFailed(error));
	}
}
async function refuseOlderCommit(tools, { commit, allowOlder }, targets) {
	if (!commit || allowOlder) return;
	const moving = targets.flatMap(({ plan, image, last }) => last && (plan.kind !== "unchanged" || last.image !== image) ? [last] : []);
	if (moving.length === 0) return;
	const { refuseOlder } = await import("./deploy-release.mjs").then((n) => n.release_exports);
	await refuseOlder(tools.isAncestor, commit, moving);
}
function pendingTracker({ onPending }) {
	const pending = new Map();
	return (service, own) => {
		if (own) pending.set(service, {
			...own,
			service
		});
		else pending.delete(service);
		onPending?.([...pending.values()]);
	};
}
function byOrder(targets) {
	return [...new Set(targets.map(({ service }) => service.order))].sort((a, b) => a - b).map((order) => targets.filter(({ service }) => service.order === order));
}
function isIdle({ wantedCount }, { allowZero }) {
	return wantedCount === 0 && !allowZero;
}
function isGreen({ outcome }, allowZero) {
	return outcome === "deployed" || outcome === "idle" && allowZero;
}
function notMoved({ previous, image }, outcome, reason) {
	return {
		outcome,
		reason,
		revision: previous,
		previous,
		image,
		seconds: 0,
		moved: false,
		...untold
	};
}
const untold = {
	tail: [],
	hint: void 0,
	note: void 0
};
function resultOf(done) {
	const deployments = new Map();
	const tails = new Map();
	const [hints, notes] = [new Map(), new Map()];
	for (const [name, { tail, hint, note, ...result }] of done) {
		deployments.set(name, result);
		if (tail.length > 0) tails.set(name, tail);
		if (hint) hints.set(name, hint);
		if (note) notes.set(name, note);
	}
	return {
		deployments,
		tails,
		hints,
		notes
	};
}
export { finishPending, isGreen, rollOut };
