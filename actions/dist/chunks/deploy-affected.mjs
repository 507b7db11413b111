import { DeployError } from "./deploy-base.mjs";
import { resolveCommit } from "./deploy-git.mjs";
import { changesBetween, changesSince, commitTree, readWorkingState, treeBefore, workingTree } from "./deploy-git2.mjs";
import { reachCommit, reachMergeBase } from "./deploy-git4.mjs";
import { readSnapshot, readSnapshotBefore } from "./deploy-content.mjs";
import { affectedServices } from "./deploy-affected2.mjs";
// ../packages/deploy/src/affected/reasons.ts
function describeReason(reason) {
	switch (reason.kind) {
		case "own-file": return `${reason.file} changed`;
		case "dependency": return `its dependency ${reason.of} changed (${reason.file})`;
		case "global": return `${reason.file} changed, which every service uses`;
		case "lockfile": return `the lockfile resolves ${reason.package} differently`;
		case "whole-lockfile": return `${reason.file} changed, and only pnpm's lockfile is compared package by package: all importers`;
		case "root-settings": return `${reason.file} changed in what this service uses of it`;
		case "manifest": return `its \`${reason.field}\` changed in the manifest`;
		case "build-argument": return `the build argument ${reason.name} is another than its last release was built with`;
		case "base-image": return `its base image ${reason.image} is another than its last release was built from`;
		case "new-service": return "it did not exist at the base";
		case "not-comparable": return `could not tell: ${reason.why}`;
		case "no-baseline": return `could not tell, so everything: ${reason.why}`;
		case "never-released": return "it was never released to this environment";
		case "dirty-release": return `its last release (of ${reason.commit.slice(0, 12)}) held uncommitted changes, so it is no base`;
		default: return reason;
	}
}
function summariseReasons(reasons, most = 3) {
	const told = reasons.slice(0, most).map(describeReason);
	const rest = reasons.length - told.length;
	return told.join("; ") + (rest > 0 ? `; and ${rest} more` : "");
}
// ../packages/deploy/src/affected/build-reasons.ts
async function buildReasons(release, service, outside) {
	return [...compareArgs(release, service, outside.args), ...await compareBaseImages(release, outside.digestOf)];
}
function compareArgs({ buildArgs }, service, given) {
	if (!given) return [];
	if (!buildArgs) return [{
		kind: "not-comparable",
		why: "its last release does not say its build arguments"
	}];
	const now = {
		...service.buildArgs,
		...given
	};
	return [...new Set([...Object.keys(buildArgs), ...Object.keys(now)])].sort().filter((name) => buildArgs[name] !== now[name]).map((name) => ({
		kind: "build-argument",
		name
	}));
}
async function compareBaseImages({ baseImages }, digestOf) {
	if (!digestOf) return [];
	if (!baseImages) return [{
		kind: "not-comparable",
		why: "its last release does not say its base images"
	}];
	const reasons = [];
	for (const [image, digest] of Object.entries(baseImages)) try {
		if (await digestOf(image) !== digest) reasons.push({
			kind: "base-image",
			image
		});
	} catch (error) {
		if (!(error instanceof DeployError) || error.code === "cancelled") throw error;
		reasons.push({
			kind: "not-comparable",
			why: error.message
		});
	}
	return reasons;
}
// ../packages/deploy/src/affected/baselines.ts
async function findBaselines(repository, services, options) {
	const { base, deepen } = options;
	if (base.kind !== "released") {
		const one = await sharedBaseline(repository, base, deepen);
		return new Map(services.map((service) => [service, one]));
	}
	const reached = new Map();
	const baselines = new Map();
	for (const service of services) {
		const release = base.releases.get(service);
		if (!release || release.dirty) {
			const reason = release ? {
				kind: "dirty-release",
				commit: release.commit
			} : { kind: "never-released" };
			baselines.set(service, { reason });
			continue;
		}
		const found = reached.get(release.commit) ?? await reachCommit(repository, release.commit, { deepen });
		reached.set(release.commit, found);
		baselines.set(service, toBaseline(found));
	}
	return baselines;
}
async function sharedBaseline(repository, base, deepen) {
	switch (base.kind) {
		case "none": return { reason: {
			kind: "no-baseline",
			why: base.why
		} };
		case "revision": return toBaseline(await reachCommit(repository, base.revision, { deepen }));
		case "merge-base": return toBaseline(await reachMergeBase(repository, [base.head, base.with], { deepen }));
		default: return base;
	}
}
function toBaseline(found) {
	return "commit" in found ? found : { reason: {
		kind: "no-baseline",
		why: found.missing
	} };
}
// ../packages/deploy/src/affected/detect.ts
async function detectAffected(repository, options) {
	const { tree, since } = await readHead(repository, options.head);
	const head = await readSnapshot(tree, options.manifest);
	const baselines = await findBaselines(repository, head.manifest.services.map(({ name }) => name), options);
	const compare = comparer(async (commit) => {
		const changes = await since(commit);
		const changed = new Set(changes.keys());
		const before = treeBefore(repository, tree, changes);
		const snapshot = await readBase(() => readSnapshotBefore(head, {
			tree: before,
			changed,
			manifest: options.manifest
		}));
		if (!(snapshot instanceof DeployError)) return {
			kind: "base",
			snapshot,
			changed
		};
		return {
			kind: "none",
			reason: {
				kind: "not-comparable",
				why: `the repository at ${commit.slice(0, 12)} can't be read: ${snapshot.message}`
			}
		};
	});
	const comparisons = new Map();
	for (const [name, baseline] of baselines) comparisons.set(name, await compare(baseline));
	const reasons = affectedServices(head, comparisons);
	const releases = options.base.kind === "released" ? options.base.releases : new Map();
	const findings = [];
	for (const service of head.manifest.services) {
		const baseline = baselines.get(service.name);
		const base = baseline && "commit" in baseline ? { base: baseline.commit } : {};
		const release = "base" in base ? releases.get(service.name) : void 0;
		const outside = release ? await buildReasons(release, service, options.outside ?? {}) : [];
		findings.push({
			service,
			reasons: [...reasons.get(service.name) ?? [], ...outside],
			...base
		});
	}
	return findings;
}
async function readHead(repository, revision) {
	if (revision === void 0) {
		const state = await readWorkingState(repository);
		return {
			tree: await workingTree(repository, state),
			since: (commit) => changesSince(repository, commit, state)
		};
	}
	const head = await resolveCommit(repository, revision);
	if (!head) throw new DeployError("unknown-head", `head: this clone has no commit "${revision}"`);
	return {
		tree: await commitTree(repository, head),
		since: (commit) => changesBetween(repository, commit, head)
	};
}
function comparer(read) {
	const known = new Map();
	return (baseline) => {
		if ("reason" in baseline) return Promise.resolve({
			kind: "none",
			reason: baseline.reason
		});
		const comparison = known.get(baseline.commit) ?? read(baseline.commit);
		known.set(baseline.commit, comparison);
		return comparison;
	};
}
async function readBase(read) {
	try {
		return await read();
	} catch (error) {
		if (error instanceof DeployError && error.code !== "git-failed" && error.code !== "cancelled") return error;
		throw error;
	}
}
// ../packages/deploy/src/affected/summary.ts
function describeFinding({ service, reasons, base }) {
	const since = base ? ` (base ${base.slice(0, 12)})` : "";
	if (reasons.length === 0) return `${service.name}: unchanged${since}`;
	return `${service.name}: affected${since}: ${summariseReasons(reasons)}`;
}
function affectedSummary(findings) {
	const affected = findings.filter(({ reasons }) => reasons.length > 0);
	const rows = findings.map(({ service, reasons, base }) => row([
		service.name,
		reasons.length > 0 ? "yes" : "no",
		reasons.length > 0 ? summariseReasons(reasons) : "nothing in its image changed",
		base ? `\`${base.slice(0, 12)}\`` : "none"
	]));
	return [
		"### Affected services",
		"",
		affected.length > 0 ? `${affected.length} of ${findings.length} services.` : "Nothing is affected.",
		"",
		row([
			"Service",
			"Affected",
			"Why",
			"Compared with"
		]),
		row([
			"---",
			"---",
			"---",
			"---"
		]),
		...rows,
		""
	].join("\n");
}
function row(cells) {
	return `| ${cells.map((cell) => cell.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(/[\r\n]+/g, " ")).join(" | ")} |`;
}
export { affectedSummary, describeFinding, detectAffected };
