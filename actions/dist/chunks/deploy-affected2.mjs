import { DeployError } from "./deploy-base.mjs";
import { imageInputs, installedAlike, ownAlike } from "./deploy-content.mjs";
import { canonical, foreignLockfiles } from "./deploy-workspace.mjs";
// ../packages/deploy/src/affected/compare-inputs.ts
function compareInputs(base, head, changed) {
	return [
		...compareFiles(base, head, changed),
		...compareInstallations(base, head),
		...compareManifestEntry(base, head)
	];
}
function compareFiles(base, head, changed) {
	if (!ownAlike(base, head)) return compareOwnedFiles(base, head, changed);
	return [...changed].sort().flatMap((file) => {
		const owner = head.ownerOf(file) ?? base.ownerOf(file);
		return owner ? [fileReason(file, owner)] : [];
	});
}
function compareOwnedFiles(base, head, changed) {
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
		case "global": return foreignLockfiles.includes(file) ? {
			kind: "whole-lockfile",
			file
		} : {
			kind: "global",
			file
		};
		default: return owner;
	}
}
function compareInstallations(base, head) {
	if (installedAlike(base, head)) return [];
	const resolved = differing(base.slice?.resolved, head.slice?.resolved);
	const files = differing(base.slice?.described, head.slice?.described).filter((file) => resolved.length === 0 || file !== "pnpm-lock.yaml");
	return [...resolved.map((key) => ({
		kind: "lockfile",
		package: key
	})), ...files.map((file) => ({
		kind: "root-settings",
		file
	}))];
}
function differing(base = new Map(), head = new Map()) {
	return [...new Set([...base.keys(), ...head.keys()])].filter((name) => base.get(name) !== head.get(name));
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
// ../packages/deploy/src/affected/affected-services.ts
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
	const now = readable(() => imageInputs(head, service));
	if (now instanceof DeployError && now.code === "unknown-package") throw now;
	if (now instanceof DeployError) return [{
		kind: "not-comparable",
		why: now.message
	}];
	const then = readable(() => imageInputs(snapshot, before));
	if (then instanceof DeployError) return [{
		kind: "not-comparable",
		why: `at its base: ${then.message}`
	}];
	const reasons = readable(() => compareInputs(then, now, changed));
	return reasons instanceof DeployError ? [{
		kind: "not-comparable",
		why: reasons.message
	}] : reasons;
}
function readable(read) {
	try {
		return read();
	} catch (error) {
		if (error instanceof DeployError) return error;
		throw error;
	}
}
export { affectedServices };
