import { DeployError, askPatiently, oneLine, pause, whyFailed } from "./deploy-base.mjs";
import { differences, lastLines, logStream, pickContainer, registrable, shortArn, withImage } from "./deploy-task.mjs";
import { readReleases, recordRelease, refuseOlder } from "./deploy-release.mjs";
import { publicUrl } from "./deploy-public-host.mjs";
import { releasedTag, tagInEcr } from "./deploy-image.mjs";
// ../packages/deploy/src/rollout/own-deployment.ts
/** The service as ECS describes it; its absence is an error with ECS's reason. */
async function describeService(tools, { cluster, ecsName }) {
	const { services = [], failures = [] } = await askPatiently(tools, `${cluster}/${ecsName}`, () => tools.ecs.describeServices({
		cluster,
		services: [ecsName]
	}));
	const [service] = services;
	if (service && service.status !== "INACTIVE") return service;
	const [failure] = failures;
	const why = failure ? [failure.reason, failure.detail].filter(Boolean).join(" ") : "ECS lists no such service";
	throw new DeployError("no-such-service", `${cluster}/${ecsName}: ${why}`);
}
/** The ARNs of the service's latest deployments, newest first. */
async function listDeployments({ ecs }, { cluster, ecsName }) {
	const { serviceDeployments = [] } = await ecs.listServiceDeployments({
		cluster,
		service: ecsName,
		maxResults: 20
	});
	return serviceDeployments.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
}
/** Finds our service deployment (the one that leads to our revision and was not there before), then remembers it. */
function ownDeployment(tools, own) {
	const about = `${own.cluster}/${own.ecsName}`;
	let arn;
	async function describe(arns) {
		if (arns.length === 0) return [];
		return (await askPatiently(tools, about, () => tools.ecs.describeServiceDeployments({ serviceDeploymentArns: [...arns] }))).serviceDeployments ?? [];
	}
	async function leadsToOurs({ targetServiceRevision }) {
		const revisionArn = targetServiceRevision?.arn;
		if (!revisionArn) return false;
		const { serviceRevisions = [] } = await askPatiently(tools, about, () => tools.ecs.describeServiceRevisions({ serviceRevisionArns: [revisionArn] }));
		return serviceRevisions[0]?.taskDefinition === own.revision;
	}
	return { 
	/** `undefined` while it is not listed. */
async look() {
		if (arn) return (await describe([arn]))[0];
		const listed = await askPatiently(tools, about, () => listDeployments(tools, own));
		for (const found of await describe(listed.filter((one) => !own.known.includes(one)))) if (await leadsToOurs(found)) {
			arn = found.serviceDeploymentArn;
			return found;
		}
	} };
}
// ../packages/deploy/src/rollout/plan.ts
/** Shape comes from the family's latest revision, the image from the caller. */
function planRevision({ running, latest, latestTags, container, image, isNew, restart }) {
	const runningImage = pickContainer(running, container).image ?? "";
	const wanted = withImage(latest, container, image);
	const changed = differences(running, wanted);
	const { taskDefinitionArn: runningArn = "" } = running;
	if (changed.length === 0) return restart ? {
		kind: "restart",
		revision: runningArn,
		why: restart
	} : {
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
	const primary = described.deployments?.find(({ status }) => status === "PRIMARY");
	const previous = primary?.taskDefinition ?? described.taskDefinition ?? "";
	const running = await definitionOf(tools, previous);
	const latest = await definitionOf(tools, running.definition.family ?? "");
	const container = request.container.replaceAll("{service}", service.name);
	const about = `${cluster}/${ecsName}: container`;
	const runningImage = pickContainer(running.definition, container, about).image ?? "";
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
		restart: whyRestart(primary?.rolloutState, request)
	});
	return {
		service,
		ecsName,
		image,
		key: built?.key ?? (last?.image === image ? last.key : void 0),
		previous,
		primary: {
			id: primary?.id ?? "",
			complete: primary?.rolloutState === "COMPLETED",
			seconds: Math.round((Number(primary?.updatedAt ?? 0) - Number(primary?.createdAt ?? 0)) / 1e3)
		},
		desiredCount: described.desiredCount ?? 0,
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
// ../packages/deploy/src/rollout/progress.ts
/** A line is repeated after this long without news, so that a log never looks dead. */
const heartbeatMs = 3e4;
/** Tells what changes in a service: counts and target health, and the service's events. */
function progress(tools, name) {
	const { targets, clock, log } = tools;
	const begun = clock.now();
	const told = /* @__PURE__ */ new Set();
	let last = {
		line: "",
		at: 0
	};
	let readable = true;
	async function targetHealth(service) {
		const groups = (service.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
		if (!readable || groups.length === 0) return "";
		try {
			const states = (await Promise.all(groups.map((TargetGroupArn) => targets.describeTargetHealth({ TargetGroupArn })))).flatMap(({ TargetHealthDescriptions = [] }) => TargetHealthDescriptions).map(({ TargetHealth: health }) => [health?.State, health?.Reason && `(${health.Reason})`].filter(Boolean).join(" "));
			return states.length > 0 ? `; targets: ${states.sort().join(", ")}` : "; no target yet";
		} catch (error) {
			readable = false;
			log.warning(`${name}: target health can't be read: ${oneLine(error)}`);
			return "";
		}
	}
	return { async tell(service, why) {
		for (const { id = "", createdAt, message } of [...service.events ?? []].reverse()) {
			if (told.has(id) || (createdAt?.getTime() ?? 0) < begun - 1e3) continue;
			told.add(id);
			log.info(`${name}: ${message}`);
		}
		const line = `${name}: ${why}${await targetHealth(service)}`;
		if (line === last.line && clock.now() - last.at < heartbeatMs) return;
		last = {
			line,
			at: clock.now()
		};
		log.info(line);
	} };
}
// ../packages/deploy/src/rollout/stopped-tasks.ts
/** Tells of each stopped task of our deployment once; `cause` keeps the first failure. */
function stoppedTasks(tools, own) {
	const told = /* @__PURE__ */ new Set();
	let cause;
	function isOurs({ taskDefinitionArn, startedBy }) {
		return taskDefinitionArn === own.revision && (startedBy === void 0 || startedBy === own.deploymentId);
	}
	async function find() {
		const { cluster, ecsName } = own;
		const { taskArns = [] } = await tools.ecs.listTasks({
			cluster,
			serviceName: ecsName,
			desiredStatus: "STOPPED"
		});
		const fresh = taskArns.filter((arn) => !told.has(arn)).slice(0, 100);
		if (fresh.length === 0) return [];
		const { tasks = [] } = await tools.ecs.describeTasks({
			cluster,
			tasks: fresh
		});
		return tasks.filter(({ lastStatus }) => lastStatus === "STOPPED");
	}
	return {
		cause: () => cause,
		async tell() {
			try {
				for (const task of await find()) {
					told.add(task.taskArn ?? "");
					if (!isOurs(task) || isScalingIn(task)) continue;
					const sentence = whyStopped(task);
					tools.log.warning(`${own.ecsName}: task ${shortArn(task.taskArn)} stopped: ${sentence}`);
					cause ??= await explain(task, sentence);
				}
			} catch (error) {
				tools.log.warning(`${own.ecsName}: its stopped tasks can't be read: ${oneLine(error)}`);
			}
		}
	};
	async function explain(task, sentence) {
		const { taskDefinition } = await tools.ecs.describeTaskDefinition({ taskDefinition: task.taskDefinitionArn });
		const crashed = crashedContainer(task)?.name;
		const container = taskDefinition?.containerDefinitions?.find(({ name, essential }) => crashed ? name === crashed : essential !== false);
		const tail = container ? (await lastLines(tools.logs, logStream(container, task.taskArn ?? ""))).map(short$1) : [];
		for (const line of tail) tools.log.info(`  | ${line}`);
		const telling = mostTelling(tail, crashed !== void 0 && task.stopCode === "EssentialContainerExited");
		return {
			sentence: telling ? `${sentence}: "${telling}"` : sentence,
			tail
		};
	}
}
/** ECS stops surplus tasks by itself when a deployment goes back: that is no reason, but a result. */
function isScalingIn({ stoppedReason = "" }) {
	return stoppedReason.startsWith("Scaling activity initiated by");
}
function crashedContainer({ containers = [] }) {
	return containers.find(({ exitCode }) => exitCode !== void 0 && exitCode !== 0);
}
/** What ended a task: its own health or its start before an exit code, since ECS's stop gives one too (137, 143). */
function whyStopped(task) {
	const { stopCode, stoppedReason = "ECS gave no reason", containers = [] } = task;
	const crashed = crashedContainer(task);
	if (stopCode === "EssentialContainerExited" || stopCode === void 0) {
		if (crashed) {
			const why = crashed.reason ? ` (${crashed.reason})` : "";
			return `the container ${crashed.name} exited with ${crashed.exitCode}${why}`;
		}
		const ended = containers.find(({ exitCode }) => exitCode === 0);
		if (ended) return `the container ${ended.name} exited with 0, though it should run`;
	}
	const reason = [stoppedReason, ...containers.map((container) => container.reason)].filter(Boolean);
	return short$1([...new Set(reason)].join("; "));
}
/** An error's own line, as runtimes write it (`TypeError: x is not a function`), and a line that speaks of one. */
const errorItself = /^\s*(?:uncaught\s+)?\w*(?:error|exception|panic|fatal)(?:\s*\[\w+\])?:/i;
const errorLine = /(^|\s)(\w*(Error|Exception)\b|fatal|panic|error:)/i;
/**
* The first line that is an error, else looks like one; of a container that crashed else its last line. Before the error Node
* prints the line of code that threw it, which in a bundle is long, and may speak of errors itself.
*/
function mostTelling(tail, crashed) {
	const line = [errorItself, errorLine].map((pattern) => tail.find((one) => pattern.test(one))).find(Boolean) ?? (crashed ? tail.at(-1) : void 0);
	return line && short$1(line.trim());
}
/** Cut where a sentence would drown. */
function short$1(text) {
	return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
// ../packages/deploy/src/rollout/verdict.ts
/** Judges our own deployment, not "the service is stable": a service is also stable after a rollback. */
function judge(observation) {
	const { deploymentId, service, own, seen, listed } = observation;
	const entry = service.deployments?.find(({ id }) => id === deploymentId);
	const reason = reasonOf$1(own, entry);
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
function judgeSuccessful(observation, entry) {
	const { service, seen } = observation;
	if (!entry || entry.status !== "PRIMARY") return (seen ? takenOver(observation) : void 0) ?? inProgress(entry);
	if (service.desiredCount === 0) return {
		kind: "idle",
		reason: "no task is desired, so nothing could be judged"
	};
	return entry.rolloutState === "COMPLETED" && (entry.runningCount ?? 0) >= (entry.desiredCount ?? 1) ? { kind: "deployed" } : inProgress(entry);
}
/** Another deployment is the primary one, and it isn't the way back to where we came from. */
function takenOver({ service, deploymentId, previous }) {
	const primary = service.deployments?.find(({ status }) => status === "PRIMARY");
	if (!primary || primary.id === deploymentId) return void 0;
	const { taskDefinition = "" } = primary;
	if (taskDefinition === previous) return void 0;
	return {
		kind: "superseded",
		reason: `another deployment, of ${taskDefinition.slice(taskDefinition.lastIndexOf("/") + 1)}, took its place`
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
		why: `${runningCount} of ${desiredCount} running, ${pendingCount} pending${failedTasks > 0 ? `, ${failedTasks} failed` : ""}`
	};
}
function reasonOf$1(own, entry) {
	return (own?.rollback?.reason || own?.statusReason || entry?.rolloutStateReason || "ECS gave no reason").replace(/\.$/, "");
}
// ../packages/deploy/src/rollout/watch.ts
/** Two calls a look: often enough to notice a steady deployment within 6 s, for as long as it takes. */
const lookEveryMs = 3e3;
/** How long ECS's own rollback is waited for, beyond the deployment's limit. */
const rollbackLimitMs = 6e5;
/** Watches our deployment until it has ended. `listed` false: ECS had called it complete before the watch began. */
async function watchDeployment(tools, name, own, { limitMs, listed }) {
	const { clock, cancelled } = tools;
	const begun = clock.now();
	const deployment = ownDeployment(tools, own);
	const stopped = stoppedTasks(tools, own);
	const told = progress(tools, name);
	let failedTasks = 0;
	let seen = false;
	for (;;) {
		const service = await describeService(tools, own);
		const entry = service.deployments?.find(({ id }) => id === own.deploymentId);
		seen ||= entry !== void 0;
		const found = listed ? await deployment.look() : void 0;
		const state = judge({
			...own,
			service,
			own: found,
			seen,
			listed
		});
		const failed = (entry?.failedTasks ?? 0) > failedTasks;
		failedTasks = Math.max(failedTasks, entry?.failedTasks ?? 0);
		if (failed || state.kind !== "in-progress" && state.kind !== "deployed") await stopped.tell();
		if (state.kind !== "in-progress" && state.kind !== "rolling-back") return {
			end: state,
			cause: stopped.cause()
		};
		const rollingBack = state.kind === "rolling-back";
		const waited = clock.now() - begun;
		const why = rollingBack ? `ECS rolls it back: ${state.reason}` : state.why;
		await told.tell(service, why);
		if (cancelled.aborted) return {
			end: {
				kind: "cancelled",
				reason: "the run was cancelled"
			},
			cause: stopped.cause()
		};
		if (waited >= limitMs + (rollingBack ? 6e5 : 0)) {
			await stopped.tell();
			return {
				end: {
					kind: "timed-out",
					reason: `not steady after ${Math.round(waited / 6e4)} min: ${why}`,
					rollingBack
				},
				cause: stopped.cause()
			};
		}
		await pause(clock, lookEveryMs, cancelled);
	}
}
// ../packages/deploy/src/rollout/restore.ts
/** Brings the previous revision back and waits until it is seen running. `by` ecs: the rollback is under way already. */
async function restorePrevious(tools, own, by) {
	const { cluster, ecsName, previous } = own;
	try {
		if (by === "us" && !await stopDeployment(tools, own)) {
			tools.log.info(`${ecsName}: going back to ${shortArn(previous)}`);
			await tools.ecs.updateService({
				cluster,
				service: ecsName,
				taskDefinition: previous
			});
		}
		return await awaitPrevious(tools, own);
	} catch (error) {
		return {
			kind: "unconfirmed",
			why: oneLine(error)
		};
	}
}
const ongoing = /* @__PURE__ */ new Set([
	"PENDING",
	"IN_PROGRESS",
	"STOP_REQUESTED",
	"ROLLBACK_REQUESTED",
	"ROLLBACK_IN_PROGRESS"
]);
/** Asks ECS itself to roll our deployment back; false when it has ended, is not listed or can't be stopped any more. */
async function stopDeployment(tools, own) {
	const found = await ownDeployment(tools, own).look();
	const serviceDeploymentArn = found?.serviceDeploymentArn;
	if (!serviceDeploymentArn || !ongoing.has(found.status ?? "")) return false;
	try {
		await tools.ecs.stopServiceDeployment({
			serviceDeploymentArn,
			stopType: "ROLLBACK"
		});
		tools.log.info(`${own.ecsName}: ECS was asked to roll the deployment back`);
		return true;
	} catch (error) {
		tools.log.warning(`${own.ecsName}: ECS does not stop the deployment: ${oneLine(error)}`);
		return false;
	}
}
async function awaitPrevious(tools, own) {
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
		const { runningCount = 0, desiredCount = 1, rolloutState } = primary;
		if (rolloutState === "COMPLETED" && runningCount >= desiredCount) return {
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
/** Takes our own revision back, so that the family's latest is one that works. */
async function deregister(tools, { registered, revision, ecsName }) {
	if (!registered) return;
	try {
		await tools.ecs.deregisterTaskDefinition({ taskDefinition: revision });
		tools.log.info(`${ecsName}: deregistered ${shortArn(revision)}`);
	} catch (error) {
		tools.log.warning(`${ecsName}: ${shortArn(revision)} could not be deregistered: ${oneLine(error)}`);
	}
}
// ../packages/deploy/src/rollout/hosts.ts
/** How long a new task's answers may take to arrive at the public host, and how long between two questions. */
const limitMs = 9e4;
const askEveryMs = 2e3;
/** A service's address from a pattern with `{subdomain}` and `{health}` in it. */
function addressOf(pattern, { subdomain, health }) {
	return publicUrl(pattern, subdomain).replaceAll("{health}", health);
}
/** Asks until both addresses answer as they should; the last problem as a sentence when the limit is reached. */
async function checkHosts({ get, clock, cancelled }, check) {
	const until = clock.now() + limitMs;
	for (;;) {
		const problem = await askHealth(get, check) ?? await askVersion(get, check);
		if (!problem) return void 0;
		if (clock.now() >= until || cancelled.aborted) return `${problem} (asked for ${limitMs / 1e3} s)`;
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
/** The ledger's next entry; `undefined` when nothing changed or nothing is known of what runs. */
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
	if (!built || !commit) return void 0;
	const { key, digest, dirty } = built;
	return {
		service: now.service,
		commit,
		dirty,
		key,
		image,
		digest,
		...when
	};
}
// ../packages/deploy/src/rollout/spare-image.ts
/**
* Tags what runs, so that the registry's "keep ten" spares it. Every green rollout asks for the tag, not only one with
* a new image: a tag that could not be set is set by the next rollout.
*/
async function spareImage({ ecr, log }, running) {
	const { environment, service, image, revision } = running;
	const number = Number(/:(\d+)$/.exec(revision)?.[1]);
	if (!environment || !number) return;
	const tag = releasedTag(environment, number);
	try {
		const { skipped } = await tagInEcr(ecr, image, tag);
		log.info(`${service}: ${skipped ? `not tagged ${tag}: ${skipped}` : `its image is tagged ${tag}`}`);
	} catch (error) {
		log.warning(`${service}: it runs, but its image could not be tagged ${tag}: ${whyFailed(error)}. Without the tag the registry may drop the image after ten newer builds, and then no task of it starts any more. The next rollout tries again.`);
	}
}
// ../packages/deploy/src/rollout/roll-out-service.ts
/** Moves one service, judges the deployment, and goes back where it failed. Throws only before anything was moved. */
async function rollOutService(tools, request, target, track) {
	const { clock, log } = tools;
	const { plan, service, previous, image } = target;
	const begun = clock.now();
	const moved = plan.kind !== "unchanged";
	log.info(`${service.name}: ${plan.kind === "unchanged" ? "nothing to move" : plan.kind}: ${plan.why}`);
	const own = await start(tools, request, target);
	if (moved) track(own);
	const settled = await settle(tools, request, target, own, begun).catch((error) => ({
		outcome: "failed",
		reason: whyFailed(error),
		restored: void 0,
		tail: []
	}));
	if (settled.restored?.kind !== "unconfirmed") track(void 0);
	const { outcome, reason, tail, seconds = secondsSince(clock, begun), released = false } = settled;
	return {
		outcome,
		reason,
		revision: own.revision,
		previous,
		image,
		seconds,
		moved: moved || released,
		tail
	};
}
/** Watches to the end; records the release or goes back. */
async function settle(tools, request, target, own, begun) {
	const { service, plan, primary } = target;
	const moved = plan.kind !== "unchanged";
	const listed = moved || !target.primary.complete;
	const watched = await watchDeployment(tools, service.name, own, {
		limitMs: request.waitForMs,
		listed
	});
	const end = watched.end.kind === "deployed" ? await checkPublicHosts(tools, request, target) : watched.end;
	if (end.kind === "deployed" || end.kind === "idle" && request.allowZero) {
		const seconds = moved ? secondsSince(tools.clock, begun) : primary.seconds;
		const released = end.kind === "deployed" && await record(tools, request, target, {
			revision: own.revision,
			seconds
		});
		const why = moved ? plan.why : released ? `its stack deployed it: ${plan.why}` : `unchanged: ${plan.why}`;
		return {
			outcome: end.kind,
			reason: end.kind === "idle" ? end.reason : why,
			tail: [],
			restored: void 0,
			seconds,
			released
		};
	}
	const restored = await goBack(tools, request, own, end, moved);
	const reason = [
		end.reason,
		watched.cause?.sentence,
		restoredText(restored)
	].filter(Boolean).join("; ");
	return {
		outcome: end.kind === "cancelled" ? "stopped" : end.kind,
		reason,
		tail: watched.cause?.tail ?? [],
		restored
	};
}
const secondsSince = (clock, begun) => Math.round((clock.now() - begun) / 1e3);
async function start(tools, request, target) {
	const { ecs } = tools;
	const { plan, ecsName, previous, primary } = target;
	const named = {
		cluster: request.cluster,
		ecsName
	};
	if (plan.kind === "unchanged") return {
		...named,
		deploymentId: primary.id,
		revision: previous,
		previous,
		known: [],
		registered: false
	};
	if (tools.cancelled.aborted) throw new DeployError("cancelled", "the run was cancelled before it was moved");
	const known = await listDeployments(tools, named);
	const registered = plan.kind === "register";
	const revision = plan.kind === "register" ? await register(tools, plan.definition) : plan.revision;
	const ours = (await ecs.updateService({
		cluster: request.cluster,
		service: ecsName,
		taskDefinition: revision,
		...plan.kind === "restart" ? { forceNewDeployment: true } : {}
	})).service?.deployments?.find(({ status }) => status === "PRIMARY");
	if (!ours?.id) throw new DeployError("not-updated", `${ecsName}: ECS answered the update without a deployment`);
	return {
		...named,
		deploymentId: ours.id,
		revision,
		previous,
		known,
		registered
	};
}
async function register({ ecs, log }, definition) {
	const { taskDefinition } = await ecs.registerTaskDefinition(definition);
	const { taskDefinitionArn } = taskDefinition ?? {};
	if (!taskDefinitionArn) throw new DeployError("not-registered", `${definition.family}: ECS registered nothing`);
	log.info(`Registered ${shortArn(taskDefinitionArn)}`);
	return taskDefinitionArn;
}
async function checkPublicHosts(tools, request, target) {
	const { service, key } = target;
	const at = (pattern) => pattern && addressOf(pattern, service);
	const check = {
		health: at(request.healthUrl),
		version: at(request.versionUrl),
		key
	};
	if (check.version && !key) tools.log.info(`${service.name}: /version is not judged: which key belongs to ${target.image} is not known`);
	const problem = await checkHosts(tools, check);
	if (!problem) return { kind: "deployed" };
	return tools.cancelled.aborted ? {
		kind: "cancelled",
		reason: "the run was cancelled"
	} : {
		kind: "failed",
		reason: `the tasks are steady, but ${problem}`
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
	try {
		await recordRelease(ledger, request.ledger, entry);
	} catch (cause) {
		const message = `it runs, but its release could not be recorded in ${request.ledger}: ${oneLine(cause)}`;
		throw new DeployError("not-recorded", message, void 0, { cause });
	}
	log.info(`${service.name}: recorded as released (${entry.commit.slice(0, 12)}, ${shortArn(revision)})`);
	return true;
}
async function goBack(tools, request, own, end, moved) {
	const wanted = end.kind === "cancelled" ? request.onCancel === "rollback" : request.onFailure === "rollback";
	const byEcs = end.kind === "rolled-back" || end.kind === "timed-out" && end.rollingBack;
	if (!moved || own.previous === own.revision || end.kind === "superseded" || end.kind === "idle") return void 0;
	if (!byEcs && !wanted) return void 0;
	const restored = await restorePrevious(tools, own, byEcs ? "ecs" : "us");
	if (restored.kind === "healthy") await deregister(tools, own);
	return restored;
}
function restoredText(restored) {
	if (!restored) return "";
	return restored.kind === "healthy" ? restored.how : `the way back is not confirmed: ${restored.why}`;
}
// ../packages/deploy/src/rollout/roll-out.ts
/** What `rollOut` would do, by the same reading and with the same refusals. Changes nothing. */
async function planRollOut(tools, request) {
	const releases = request.ledger ? await readReleases(tools.ledger, request.ledger) : /* @__PURE__ */ new Map();
	const targets = await Promise.all(request.services.map((service) => inspectService(tools, request, service, releases.get(service.name))));
	await refuseOlderCommit(tools, request, targets);
	return targets;
}
/** Rolls services out by their order: those of one order together, the next order only after every one is green. */
async function rollOut(tools, request) {
	const targets = await planRollOut(tools, request);
	const done = /* @__PURE__ */ new Map();
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
/** Finishes what a killed step began: each deployment that it left is rolled back, and the rollback awaited. */
async function finishPending(tools, pending) {
	return Promise.all(pending.map(async (own) => {
		const restored = await restorePrevious(tools, own, "us");
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
		return notMoved(target, "failed", whyFailed(error));
	}
}
async function refuseOlderCommit(tools, { commit, allowOlder }, targets) {
	if (!commit || allowOlder) return;
	const moving = targets.flatMap(({ plan, image, last }) => last && (plan.kind !== "unchanged" || last.image !== image) ? [last] : []);
	await refuseOlder(tools.isAncestor, commit, moving);
}
/** Keeps the list of what would have to be rolled back, and hands it on whenever it changes. */
function pendingTracker({ onPending }) {
	const pending = /* @__PURE__ */ new Map();
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
function isIdle({ desiredCount }, { allowZero }) {
	return desiredCount === 0 && !allowZero;
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
		tail: []
	};
}
function resultOf(done) {
	const deployments = /* @__PURE__ */ new Map();
	const tails = /* @__PURE__ */ new Map();
	for (const [name, { tail, ...result }] of done) {
		deployments.set(name, result);
		if (tail.length > 0) tails.set(name, tail);
	}
	return {
		deployments,
		tails
	};
}
// ../packages/deploy/src/rollout/report.ts
const marks = {
	deployed: "✅",
	idle: "⚪",
	"rolled-back": "↩️",
	superseded: "⏭️",
	"timed-out": "⏱️",
	stopped: "⏹️",
	failed: "❌",
	"not-started": "⏸️"
};
const hints = {
	idle: "Raise the service's desired count, or say allow-zero: true.",
	"rolled-back": "The previous revision runs. Read the stopped tasks' reasons and the container's log above.",
	superseded: "Someone else deployed this service meanwhile: look at who, and deploy again if yours is the newer one.",
	"timed-out": "Read the last progress lines: tasks that don't start, or targets that don't become healthy."
};
/** `deployed`, or the outcome of the first service that is not green. */
function outcomeOf({ deployments }, allowZero) {
	return firstRed(deployments, allowZero)?.[1].outcome ?? "deployed";
}
/** One sentence for people: what went wrong first, and how many others are not green. */
function reasonOf({ deployments }, allowZero) {
	const first = firstRed(deployments, allowZero);
	if (!first) {
		const moved = [...deployments.values()].filter((one) => one.moved).length;
		return moved === 0 ? "nothing had to be moved" : `${moved} of ${deployments.size} services moved`;
	}
	const rest = [...deployments].filter(([name, one]) => name !== first[0] && !isGreen(one, allowZero)).map(([name, { outcome }]) => `${name} ${outcome}`).join(", ");
	return `${first[0]}: ${first[1].outcome}: ${first[1].reason}${rest ? ` (and ${rest})` : ""}`;
}
/** Only when every service is green; otherwise the reason, with the hint for its outcome. */
function requireDeployed(result, allowZero) {
	const outcome = outcomeOf(result, allowZero);
	if (outcome !== "deployed") throw new DeployError(outcome, reasonOf(result, allowZero), hints[outcome]);
}
/** The step's summary in Markdown: a row a service, then the ends of crashed containers' logs. */
function rolloutSummary(cluster, result, allowZero) {
	const lines = [
		`### ${marks[outcomeOf(result, allowZero)]} Rollout to ${cluster}: ${outcomeOf(result, allowZero)}`,
		"",
		"| Service | Outcome | Revision | Before | Seconds | Reason |",
		"|---|---|---|---|---:|---|",
		...[...result.deployments].map(([name, one]) => row(name, one))
	];
	for (const [name, tail] of result.tails) lines.push("", `<details><summary>The end of ${name}'s log</summary>`, "", "````text", ...tail, "````", "</details>");
	return `${lines.join("\n")}\n`;
}
function row(name, { outcome, revision, previous, seconds, reason }) {
	const before = previous === revision ? "same" : `\`${shortArn(previous)}\``;
	return `| ${[
		name,
		`${marks[outcome]} ${outcome}`,
		`\`${shortArn(revision)}\``,
		before,
		seconds,
		cell(reason)
	].join(" | ")} |`;
}
function cell(text) {
	return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll(/\s+/g, " ");
}
function firstRed(deployments, allowZero) {
	return [...deployments].find(([, one]) => !isGreen(one, allowZero));
}
export { finishPending, outcomeOf, reasonOf, requireDeployed, rollOut, rolloutSummary };
