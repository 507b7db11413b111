import { DeployError } from "./deploy-base.mjs";
import { boolean, number, object, string } from "./zod.mjs";
// ../packages/deploy/src/release/ledger.ts
const release = object({
	service: string(),
	/** The commit that was released, in full. */
	commit: string(),
	/** The image was built from inputs that differ from the commit: such a release is no base for the next one. */
	dirty: boolean(),
	/** The image's content key, as `/version` answers it. */
	key: string(),
	/** repository@digest */
	image: string(),
	digest: string(),
	/** The task definition's ARN. */
	revision: string(),
	/** ISO 8601, UTC. */
	releasedAt: string(),
	/** The workflow run's address or id. */
	run: string(),
	/** How long the rollout took. */
	seconds: number()
});
/** The last release of every service in the ledger, each a parameter below the path (`namesOf(environment).ledger`). An entry that can't be read is an error, never an absence. */
async function readReleases(ssm, path) {
	const releases = /* @__PURE__ */ new Map();
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
export { readReleases, recordRelease };
