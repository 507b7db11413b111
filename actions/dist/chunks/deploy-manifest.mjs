import { __exportAll } from "./rolldown-runtime.mjs";
import { _default, _gte, _lte, _minLength, _regex, _startsWith, array, boolean, en_default, int, optional, record, strictObject, string } from "./zod.mjs";
import { DeployError } from "./deploy-base.mjs";
// ../packages/deploy/src/manifest/manifest.ts
const path = string().check(_regex(/^[^/].*$/, "want a path relative to the repository's root"));
const portNumber = int().check(_gte(1), _lte(65535));
const service = strictObject({
	name: string().check(_regex(/^[a-z][a-z0-9-]*$/, "want lower-case letters, digits and hyphens")),
	package: string().check(_minLength(1)),
	dockerfile: path,
	paths: _default(array(path), []),
	subdomain: _default(string(), ""),
	port: _default(portNumber, 3e3),
	devPort: optional(portNumber),
	health: _default(string().check(_startsWith("/")), "/"),
	order: _default(int(), 1),
	migrates: _default(boolean(), false),
	buildArgs: _default(record(string(), string()), {})
});
const manifest = strictObject({
	services: array(service).check(_minLength(1)),
	global: _default(array(path), [])
});
const english = en_default().localeError;
function parseManifest(text, source = "services.json") {
	const result = manifest.safeParse(parseJson(text, source), { error: english });
	if (!result.success) {
		const problems = result.error.issues.map((issue) => `- ${issue.path.join(".") || "(top)"}: ${issue.message}`);
		throw new DeployError("invalid-manifest", `${source} is not a manifest:\n${problems.join("\n")}`);
	}
	const names = result.data.services.map(({ name }) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice) throw new DeployError("invalid-manifest", `${source} lists the service "${twice}" twice`);
	return result.data;
}
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
function lastPart(name) {
	return name.slice(name.lastIndexOf("/") + 1);
}
function serviceName(name) {
	return name.toLowerCase().replace(/[^a-z0-9-]+/g, "-").replace(/^[^a-z]+|-+$/g, "") || "app";
}
// ../packages/deploy/src/manifest/index.ts
var manifest_exports = __exportAll({
	discoverManifest: () => discoverManifest,
	parseManifest: () => parseManifest,
	pickServices: () => pickServices
});
export { discoverManifest, manifest_exports, parseManifest, pickServices };
