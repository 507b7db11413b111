import { DeployError } from "./deploy-base.mjs";
import { changedFiles, commitTree, reachCommit, reachMergeBase, resolveCommit, workingTree } from "./deploy-git.mjs";
import { imageInputs, readSnapshot } from "./deploy-content.mjs";
// ../packages/deploy/src/affected/reasons.ts
/** A reason in plain words. */
function describeReason(reason) {
	switch (reason.kind) {
		case "own-file": return `${reason.file} changed`;
		case "dependency": return `its dependency ${reason.of} changed (${reason.file})`;
		case "global": return `${reason.file} changed, which every service uses`;
		case "lockfile": return `the lockfile resolves ${reason.package} differently`;
		case "root-settings": return `${reason.file} changed in what this service uses of it`;
		case "manifest": return `its \`${reason.field}\` changed in the manifest`;
		case "new-service": return "it did not exist at the base";
		case "not-comparable": return `could not tell: ${reason.why}`;
		case "no-baseline": return `could not tell, so everything: ${reason.why}`;
		case "never-released": return "it was never released to this environment";
		case "dirty-release": return `its last release (of ${reason.commit.slice(0, 12)}) held uncommitted changes, so it is no base`;
		default: return reason;
	}
}
/** The first few reasons in one line, and how many more there are. */
function summariseReasons(reasons, most = 3) {
	const told = reasons.slice(0, most).map(describeReason);
	const rest = reasons.length - told.length;
	return told.join("; ") + (rest > 0 ? `; and ${rest} more` : "");
}
// ../packages/deploy/src/affected/compare-inputs.ts
/**
* Why a service's image would differ between two states of the repository; nothing when it would be the same.
* `changed` holds every path whose content or mode differs between the two.
*/
function compareInputs(base, head, changed) {
	const resolved = compareResolved(base.resolved, head.resolved);
	return [
		...compareFiles(base, head, changed),
		...resolved,
		...compareGenerated(base, head).filter(({ file }) => resolved.length === 0 || file !== "pnpm-lock.yaml"),
		...compareManifestEntry(base, head)
	];
}
function compareFiles(base, head, changed) {
	const reasons = [];
	for (const [file, owner] of head.files) if (changed.has(file) || !base.files.has(file)) reasons.push(fileReason(file, owner));
	for (const [file, owner] of base.files) if (!head.files.has(file)) reasons.push(fileReason(file, owner));
	return reasons;
}
function fileReason(file, owner) {
	switch (owner.kind) {
		case "own": return {
			kind: "own-file",
			file
		};
		case "dependency": return {
			kind: "dependency",
			of: owner.of,
			file
		};
		case "global": return {
			kind: "global",
			file
		};
		default: return owner;
	}
}
function compareResolved(base, head) {
	return [.../* @__PURE__ */ new Set([...base.keys(), ...head.keys()])].filter((key) => base.get(key) !== head.get(key)).map((key) => ({
		kind: "lockfile",
		package: key
	}));
}
function compareGenerated(base, head) {
	return [.../* @__PURE__ */ new Set([...base.generated.keys(), ...head.generated.keys()])].filter((file) => base.generated.get(file) !== head.generated.get(file)).map((file) => ({
		kind: "root-settings",
		file
	}));
}
function compareManifestEntry(base, head) {
	const reasons = [];
	if (base.dockerfile !== head.dockerfile) reasons.push({
		kind: "manifest",
		field: "dockerfile"
	});
	if (canonical(base.buildArgs) !== canonical(head.buildArgs)) reasons.push({
		kind: "manifest",
		field: "buildArgs"
	});
	return reasons;
}
function canonical(args) {
	return JSON.stringify(Object.entries(args).sort(([a], [b]) => a < b ? -1 : 1));
}
// ../packages/deploy/src/affected/affected-services.ts
/** Service → reasons, in the manifest's order; an empty list says that nothing of it changed. */
function affectedServices(head, comparisons) {
	return new Map(head.manifest.services.map((service) => {
		const comparison = comparisons.get(service.name);
		if (!comparison) throw new Error(`no comparison for the service ${service.name}`);
		return [service.name, comparison.kind === "none" ? [comparison.reason] : compareService(head, service, comparison)];
	}));
}
function compareService(head, service, { snapshot, changed }) {
	const before = snapshot.manifest.services.find(({ name }) => name === service.name);
	if (!before) return [{ kind: "new-service" }];
	const then = readable(() => imageInputs(snapshot, before));
	if (then instanceof DeployError) return [{
		kind: "not-comparable",
		why: `at its base: ${then.message}`
	}];
	const now = readable(() => imageInputs(head, service));
	if (now instanceof DeployError) {
		if (now.code === "unknown-package") throw now;
		return [{
			kind: "not-comparable",
			why: now.message
		}];
	}
	return compareInputs(then, now, changed);
}
function readable(read) {
	try {
		return read();
	} catch (error) {
		if (error instanceof DeployError) return error;
		throw error;
	}
}
// ../packages/deploy/src/affected/baselines.ts
/** Each service's own base. `released` gives each the commit that it was last released from. */
async function findBaselines(repository, services, options) {
	const { base, deepen } = options;
	if (base.kind !== "released") {
		const one = await sharedBaseline(repository, base, deepen);
		return new Map(services.map((service) => [service, one]));
	}
	const reached = /* @__PURE__ */ new Map();
	const baselines = /* @__PURE__ */ new Map();
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
/** Compares each service with its base. */
async function detectAffected(repository, options) {
	const commit = options.head === void 0 ? void 0 : await headCommit(repository, options.head);
	const tree = commit ? await commitTree(repository, commit) : await workingTree(repository);
	const head = await readSnapshot(tree, options.manifest);
	const baselines = await findBaselines(repository, head.manifest.services.map(({ name }) => name), options);
	const compare = comparer(repository, {
		head: commit,
		manifest: options.manifest
	});
	const comparisons = /* @__PURE__ */ new Map();
	for (const [name, baseline] of baselines) comparisons.set(name, await compare(baseline));
	const reasons = affectedServices(head, comparisons);
	return head.manifest.services.map((service) => {
		const baseline = baselines.get(service.name);
		const base = baseline && "commit" in baseline ? { base: baseline.commit } : {};
		return {
			service,
			reasons: reasons.get(service.name) ?? [],
			...base
		};
	});
}
async function headCommit(repository, head) {
	const commit = await resolveCommit(repository, head);
	if (commit) return commit;
	throw new DeployError("unknown-head", `head: this clone has no commit "${head}"`);
}
/** Services released together share a base: each base is read once. */
function comparer(repository, state) {
	const known = /* @__PURE__ */ new Map();
	return (baseline) => {
		if ("reason" in baseline) return Promise.resolve({
			kind: "none",
			reason: baseline.reason
		});
		const comparison = known.get(baseline.commit) ?? compareWith(repository, baseline.commit, state);
		known.set(baseline.commit, comparison);
		return comparison;
	};
}
async function compareWith(repository, commit, { head, manifest }) {
	const snapshot = await readBase(repository, commit, manifest);
	if (snapshot instanceof DeployError) return {
		kind: "none",
		reason: {
			kind: "not-comparable",
			why: `the repository at ${commit.slice(0, 12)} can't be read: ${snapshot.message}`
		}
	};
	return {
		kind: "base",
		snapshot,
		changed: await changedFiles(repository, commit, head)
	};
}
async function readBase(repository, commit, manifest) {
	try {
		return await readSnapshot(await commitTree(repository, commit), manifest);
	} catch (error) {
		if (error instanceof DeployError && error.code !== "git-failed" && error.code !== "cancelled") return error;
		throw error;
	}
}
// ../packages/deploy/src/affected/summary.ts
/** One line a service for the log. */
function describeFinding({ service, reasons, base }) {
	const since = base ? ` (base ${base.slice(0, 12)})` : "";
	if (reasons.length === 0) return `${service.name}: unchanged${since}`;
	return `${service.name}: affected${since}: ${summariseReasons(reasons)}`;
}
/** Markdown for people: every service, whether it moves, and why. */
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
/** File names are anybody's: a bar or a line break in one must not break the table. */
function row(cells) {
	return `| ${cells.map((cell) => cell.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(/[\r\n]+/g, " ")).join(" | ")} |`;
}
export { affectedServices, affectedSummary, describeFinding, detectAffected };
