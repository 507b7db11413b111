import { __exportAll } from "./rolldown-runtime.mjs";
import { DeployError } from "./deploy-base.mjs";
import { boolean, number, object, optional, record, string } from "./zod.mjs";
import { execFile } from "node:child_process";
// ../packages/deploy/src/release/ancestry.ts
function gitAncestry(workingDirectory) {
	return (commit, of) => new Promise((resolve) => {
		execFile("git", [
			"merge-base",
			"--is-ancestor",
			commit,
			of
		], {
			cwd: workingDirectory,
			timeout: 6e4
		}, (error) => {
			if (!error) resolve(true);
			else resolve(error.code === 1 ? false : void 0);
		});
	});
}
async function refuseOlder(isAncestor, commit, releases) {
	const [older, unknown] = [[], []];
	for (const { service, commit: released } of releases) {
		if (released === commit) continue;
		const answer = await isAncestor(commit, released);
		if (answer !== false) (answer ? older : unknown).push(`${service} has ${released.slice(0, 12)}`);
	}
	if (older.length > 0) throw new DeployError("older-commit", `commit: ${commit.slice(0, 12)} is older than what is released: ${older.join(", ")}`, "Deploy the newer commit, or say allow-older: true if going back is what you want.");
	if (unknown.length > 0) throw new DeployError("unknown-order", `commit: whether ${commit.slice(0, 12)} is older than what is released can't be told, since git does not know both: ${unknown.join(", ")}`, "Check out the whole history (fetch-depth: 0). Where the released commit is gone for good, say allow-older: true.");
}
// ../packages/deploy/src/release/ledger.ts
const release = object({
	service: string(),
	commit: string(),
	dirty: boolean(),
	key: string(),
	image: string(),
	digest: string(),
	buildArgs: optional(record(string(), string())),
	baseImages: optional(record(string(), string())),
	revision: string(),
	releasedAt: string(),
	run: string(),
	seconds: number()
});
async function readReleases(ssm, path) {
	const releases = new Map();
	let token;
	do {
		const page = await ssm.getParametersByPath({
			Path: path,
			...token ? { NextToken: token } : {}
		});
		for (const { Name = "", Value = "" } of page.Parameters ?? []) releases.set(serviceOf(Name), parseEntry(Name, Value));
		token = page.NextToken;
	} while (token);
	return releases;
}
async function recordRelease(ssm, path, entry) {
	await ssm.putParameter({
		Name: `${path}/${entry.service}`,
		Value: JSON.stringify(entry),
		Type: "String",
		Overwrite: true
	});
}
function serviceOf(name) {
	return name.slice(name.lastIndexOf("/") + 1);
}
function parseEntry(name, value) {
	const parsed = release.safeParse(tryJson(value));
	if (parsed.success) return parsed.data;
	const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "the whole value").join(", ");
	throw new DeployError("ledger-unreadable", `${name} is not a release: wrong or missing: ${fields}`, "Restore the parameter's previous version (its history is the list of releases), or delete it to release afresh.");
}
function tryJson(value) {
	try {
		return JSON.parse(value);
	} catch {
		return;
	}
}
// ../packages/deploy/src/release/index.ts
var release_exports = __exportAll({
	gitAncestry: () => gitAncestry,
	readReleases: () => readReleases,
	recordRelease: () => recordRelease,
	refuseOlder: () => refuseOlder
});
export { gitAncestry, readReleases, refuseOlder, release_exports };
