import { __exportAll } from "./rolldown-runtime.mjs";
import { DeployError } from "./deploy-base.mjs";
import { array, boolean, int, record, strictObject, string } from "./zod.mjs";
// ../packages/deploy/src/manifest/manifest.ts
const path = string().regex(/^[^/].*$/, "want a path relative to the repository's root");
const service = strictObject({
	name: string().regex(/^[a-z][a-z0-9-]*$/, "want lower-case letters, digits and hyphens"),
	/** The workspace package that is the service. */
	package: string().min(1),
	dockerfile: path,
	/** Own files outside the package: paths or globs from the repository's root. */
	paths: array(path).default([]),
	/** The host's first label; empty for the apex. */
	subdomain: string().default(""),
	port: int().min(1).max(65535).default(3e3),
	devPort: int().min(1).max(65535).optional(),
	health: string().startsWith("/").default("/"),
	/** Services of a lower order are rolled out first; those of one order together. */
	order: int().default(1),
	/** Its image carries the database's migrations. */
	migrates: boolean().default(false),
	buildArgs: record(string(), string()).default({})
});
const manifest = strictObject({
	services: array(service).min(1),
	/** Paths or globs whose change affects every service. */
	global: array(path).default([])
});
/** Reads services.json's text. Throws one DeployError that names every field that is wrong. */
function parseManifest(text, source = "services.json") {
	const result = manifest.safeParse(parseJson(text, source));
	if (!result.success) {
		const problems = result.error.issues.map((issue) => `- ${issue.path.join(".") || "(top)"}: ${issue.message}`);
		throw new DeployError("invalid-manifest", `${source} is not a manifest:\n${problems.join("\n")}`);
	}
	const names = result.data.services.map(({ name }) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice) throw new DeployError("invalid-manifest", `${source} lists the service "${twice}" twice`);
	return result.data;
}
/** The named services in the manifest's order. An unknown name is an error that lists the known ones. */
function pickServices(manifest, names) {
	const known = manifest.services.map(({ name }) => name);
	const unknown = names.filter((name) => !known.includes(name));
	if (unknown.length > 0) throw new DeployError("unknown-service", `services: want some of ${known.join(", ")}, got "${unknown.join(", ")}"`);
	return manifest.services.filter(({ name }) => names.includes(name));
}
function parseJson(text, source) {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new DeployError("invalid-manifest", `${source} is not JSON: ${cause.message}`, void 0, { cause });
	}
}
// ../packages/deploy/src/manifest/discover.ts
/**
* A manifest for a repository that has none: each workspace package with a Dockerfile is a service,
* named like the package without its scope (with it where two would have the same name).
*/
function discoverManifest(packages, paths) {
	const files = new Set(paths);
	const found = [...packages].flatMap(({ name, folder }) => {
		const dockerfile = folder === "." ? "Dockerfile" : `${folder}/Dockerfile`;
		return files.has(dockerfile) ? [{
			package: name,
			dockerfile
		}] : [];
	});
	const short = found.map((service) => serviceName(lastPart(service.package)));
	const services = found.map((service, index) => {
		const name = short[index];
		return {
			name: short.indexOf(name) !== short.lastIndexOf(name) ? serviceName(service.package) : name,
			...service
		};
	});
	if (services.length > 0) return parseManifest(JSON.stringify({ services }), "the workspace");
	throw new DeployError("no-services", "manifest: there is no services.json, and no workspace package has a Dockerfile", "Name the manifest's path in the input `manifest`, or put a Dockerfile into each service's package.");
}
/** `api` of `@shop/api`, and of a nameless package's folder `apps/api`. */
function lastPart(name) {
	return name.slice(name.lastIndexOf("/") + 1);
}
/** As the manifest wants a service's name. */
function serviceName(name) {
	return name.toLowerCase().replace(/[^a-z0-9-]+/g, "-").replace(/^[^a-z]+|-+$/g, "") || "app";
}
// ../packages/deploy/src/manifest/index.ts
var manifest_exports = /* @__PURE__ */ __exportAll({
	discoverManifest: () => discoverManifest,
	parseManifest: () => parseManifest,
	pickServices: () => pickServices
});
export { discoverManifest, manifest_exports, parseManifest, pickServices };
