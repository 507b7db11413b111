import { saveState } from "./chunks/actions-core.mjs";
import { inputReader, systemClock } from "./chunks/deploy-base2.mjs";
import { ask } from "./chunks/deploy-public-host.mjs";
import { outcomeOf, reasonOf, requireDeployed, rolloutSummary } from "./chunks/deploy-rollout2.mjs";
import { rollOut } from "./chunks/deploy-rollout.mjs";
import { onFirstCall } from "./chunks/roof4.mjs";
import { runAction } from "./chunks/roof3.mjs";
import { environments } from "./chunks/deploy-base3.mjs";
import { namesOf } from "./chunks/deploy-base4.mjs";
import { DeployError } from "./chunks/deploy-base.mjs";
import { readFileSync } from "node:fs";
// ecs-rollout/src/images.ts
function readImages(read, given, input = "images") {
	const value = given ?? readValue(read, input);
	if (value === void 0) return new Map();
	if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(read, input);
	const images = new Map();
	for (const [name, one] of Object.entries(value)) if (typeof one === "string") {
		const image = named(one);
		if (image) images.set(name, image);
		else read.problem(input, `want an image (repository@sha256:… or repository:tag), got "${one}"`);
	} else if (isBuilt(one)) images.set(name, one);
	else return refuse(read, input);
	return images;
}
function isBuilt(value) {
	const { image, digest, key, dirty } = value ?? {};
	return [
		image,
		digest,
		key
	].every((text) => typeof text === "string" && text !== "") && typeof dirty === "boolean";
}
function readValue(read, input) {
	const text = read.optional(input);
	return text === void 0 || /^[[{"]/.test(text) ? read.json(input) : read.map(input);
}
function named(image) {
	const match = /^[^\s@]+(?:@(sha256:[0-9a-f]{64}))?$/.exec(image);
	return match ? {
		image,
		digest: match[1]
	} : void 0;
}
function refuse(read, input) {
	read.problem(input, "want service → image, or build-push's output `images` (service → image, digest, key…)");
	return new Map();
}
// ecs-rollout/src/inputs.ts
const defaultLedger = "/cashsouk/{environment}/released";
function parseInputs(raw) {
	const read = inputReader(raw);
	const cluster = read.required("cluster");
	const { service, images } = readOne(read, readImages(read));
	const allowZero = read.flag("allow-zero", false);
	const inputs = {
		cluster,
		manifest: read.optional("manifest") ?? "services.json",
		names: read.list("services"),
		service,
		order: readOrder(read),
		images,
		serviceName: read.optional("service-name") ?? "{service}",
		container: read.optional("container") ?? (service ? void 0 : "{service}"),
		commit: read.optional("commit"),
		allowOlder: read.flag("allow-older", false),
		allowZero,
		forceNewDeployment: read.flag("force-new-deployment", false),
		environmentVariables: readVariables(read),
		desiredCount: readDesiredCount(read, allowZero),
		...readLedger(read),
		waitForMs: read.wholeNumber("wait-for-minutes", 15, {
			min: 1,
			max: 180
		}) * 6e4,
		onFailure: read.oneOf("on-failure", ["rollback", "none"], "rollback"),
		onCancel: read.oneOf("on-cancel", ["rollback", "leave"], "rollback"),
		healthUrl: readAddresses(read, "health-url"),
		versionUrl: readAddresses(read, "version-url"),
		expectVersion: read.map("expect-version")
	};
	checkOne(read, inputs);
	checkCommit(read, inputs);
	read.done();
	return inputs;
}
function readOne(read, images) {
	const [service, image] = [read.optional("service"), read.optional("image")];
	if (service && !/^[\w-]{1,255}$/.test(service)) read.problem("service", `want a service's name in ECS, got "${service}"`);
	if (image && !service) read.problem("image", "goes with `service`; for several services give `images`");
	if (service && images.size > 0) read.problem("images", "goes without `service`: give that one's `image`");
	const one = readImages(read, service && image ? { [service]: image } : {}, "image");
	return {
		service,
		images: service ? one : images
	};
}
function checkOne(read, { service, names }) {
	if (service && names.length > 0) read.problem("services", "goes without `service`, which names the only one");
}
function checkCommit(read, { commit, images, ledger }) {
	if (commit && !/^[0-9a-f]{40}$/.test(commit)) read.problem("commit", `want 40 hexadecimal digits, got "${commit}"`);
	if (!ledger) return;
	if (!commit && images.size > 0) read.problem("commit", "give the commit, so that the release can be recorded");
	for (const [name, { image, digest }] of images) if (!digest) read.problem("images", `want ${name}'s by its digest (repository@sha256:…), to be recorded, got "${image}"`);
}
function readOrder(read) {
	const places = Object.entries(read.map("order"));
	for (const [name, place] of places) if (!/^\d{1,6}$/.test(place)) read.problem("order", `want a whole number for ${name}, got "${place}"`);
	return Object.fromEntries(places.map(([name, place]) => [name, Number(place)]));
}
function readVariables(read) {
	const variables = read.map("environment-variables");
	for (const name of Object.keys(variables)) if (!/^[A-Za-z_][\w.-]*$/.test(name)) read.problem("environment-variables", `want a variable's name, got "${name}"`);
	return variables;
}
function readDesiredCount(read, allowZero) {
	if (!read.optional("desired-count")) return void 0;
	const count = read.wholeNumber("desired-count", 1, {
		min: 0,
		max: 5e3
	});
	if (count === 0 && !allowZero) read.problem("desired-count", "0 leaves nothing to judge: say `allow-zero: true` too");
	return count;
}
function readLedger(read) {
	const environment = readEnvironment(read);
	const ledger = read.optional("ledger");
	if (ledger === defaultLedger) return {
		environment,
		ledger: environment && namesOf(environment).ledger
	};
	if (ledger && !/^(\/[\w.-]+)+$/.test(ledger)) read.problem("ledger", `want a path such as /cashsouk/staging/released, got "${ledger}"`);
	return {
		environment,
		ledger
	};
}
function readEnvironment(read) {
	const environment = read.optional("environment");
	const known = environments.find((name) => name === environment);
	if (environment && !known) read.problem("environment", `want one of ${environments.join(", ")}, got "${environment}"`);
	return known;
}
const isAddress = (text) => /^https?:\/\/\S+$/.test(text);
function readAddresses(read, name) {
	const given = read.optional(name);
	if (!given || isAddress(given)) return given;
	const addresses = given.startsWith("{") || /^[\w-]+=/.test(given) ? read.map(name) : { "": given };
	for (const address of Object.values(addresses)) if (!isAddress(address)) read.problem(name, `want an http or https address, got "${address}"`);
	return addresses;
}
// ecs-rollout/src/outputs.ts
function outputs(result, allowZero) {
	return {
		outcome: outcomeOf(result, allowZero),
		reason: reasonOf(result, allowZero),
		deployments: Object.fromEntries(result.deployments)
	};
}
// ecs-rollout/src/services.ts
async function readServices(inputs) {
	const { service, names, order, images, expectVersion = {} } = inputs;
	const manifest = service ? {
		services: [oneService(service)],
		global: []
	} : await readManifest(inputs.manifest);
	requireKnown("images", [...images.keys()], manifest);
	requireKnown("order", Object.keys(order), manifest);
	requireKnown("expect-version", Object.keys(expectVersion), manifest);
	return (names.length > 0 ? (await reader()).pickServices(manifest, names) : manifest.services).map((one) => ({
		...one,
		order: order[one.name] ?? one.order
	}));
}
const reader = () => import("./chunks/deploy-manifest.mjs").then((n) => n.manifest_exports);
async function readManifest(path) {
	let text;
	try {
		text = readFileSync(path, "utf8");
	} catch (cause) {
		throw new DeployError("no-manifest", `manifest: ${path} can't be read (${cause.code})`, "Name the list of services in `manifest`, or give `service` and `image` for one service without it.", { cause });
	}
	return (await reader()).parseManifest(text, path);
}
function oneService(name) {
	return {
		name,
		package: name,
		dockerfile: "Dockerfile",
		paths: [],
		subdomain: "",
		port: 3e3,
		health: "/",
		order: 1,
		migrates: false,
		buildArgs: {}
	};
}
function requireKnown(input, names, { services }) {
	const known = services.map(({ name }) => name);
	const unknown = names.filter((name) => !known.includes(name));
	if (unknown.length > 0) throw new DeployError("unknown-service", `${input}: want some of ${known.join(", ")}, got "${unknown.join(", ")}"`);
}
// ecs-rollout/src/main.ts
const askTimeoutMs = 1e4;
runAction(async ({ read, aws, log, cancelled, output, summarise }) => {
	const inputs = read(parseInputs);
	const services = await readServices(inputs);
	const { ECS } = await import("./chunks/client-ecs.mjs").then((n) => n.ecs_exports);
	const result = await rollOut({
		ecs: aws(ECS),
		logs: onFirstCall(async () => aws((await import("./chunks/client-cloudwatch-logs.mjs").then((n) => n.cloudwatch_logs_exports)).CloudWatchLogs)),
		targets: onFirstCall(async () => aws((await import("./chunks/client-elastic-load-balancing-v2.mjs").then((n) => n.elastic_load_balancing_v2_exports)).ElasticLoadBalancingV2)),
		ecr: onFirstCall(async () => aws((await import("./chunks/client-ecr.mjs").then((n) => n.ecr_exports)).ECR)),
		ledger: onFirstCall(async () => aws((await import("./chunks/client-ssm.mjs").then((n) => n.ssm_exports)).SSM)),
		get: (url) => ask(url, askTimeoutMs),
		isAncestor: async (commit, of) => (await import("./chunks/deploy-release.mjs").then((n) => n.release_exports)).gitAncestry(process.cwd())(commit, of),
		clock: systemClock,
		log,
		cancelled,
		onPending: (pending) => saveState("pending", pending)
	}, {
		...inputs,
		services,
		run: runAddress()
	});
	saveState("pending", []);
	output(outputs(result, inputs.allowZero));
	await summarise(rolloutSummary(inputs.cluster, result, inputs.allowZero));
	requireDeployed(result, inputs.allowZero);
});
function runAddress() {
	const { GITHUB_SERVER_URL = "", GITHUB_REPOSITORY = "", GITHUB_RUN_ID } = process.env;
	return GITHUB_RUN_ID ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}` : "by hand";
}
export {};
