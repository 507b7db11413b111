import { saveState } from "./chunks/actions-core.mjs";
import { awsClient, environments, inputReader, namesOf, systemClock } from "./chunks/deploy-base.mjs";
import { parseManifest, pickServices } from "./chunks/deploy-manifest.mjs";
import { ask } from "./chunks/deploy-public-host.mjs";
import { gitAncestry } from "./chunks/deploy-release.mjs";
import { outcomeOf, reasonOf, requireDeployed, rollOut, rolloutSummary } from "./chunks/deploy-rollout.mjs";
import { runAction } from "./chunks/roof.mjs";
import { parseBuiltImages } from "./chunks/deploy-image.mjs";
import { readFileSync } from "node:fs";
// ecs-rollout/src/inputs.ts
function parseInputs(raw) {
	const read = inputReader(raw);
	const inputs = {
		cluster: read.required("cluster"),
		manifest: read.optional("manifest") ?? "services.json",
		names: read.list("services"),
		images: readImages(read),
		serviceName: readPattern(read, "service-name"),
		container: readPattern(read, "container"),
		commit: read.optional("commit"),
		allowOlder: read.flag("allow-older", false),
		allowZero: read.flag("allow-zero", false),
		forceNewDeployment: read.flag("force-new-deployment", false),
		...readLedger(read),
		waitForMs: read.wholeNumber("wait-for-minutes", 15, {
			min: 1,
			max: 180
		}) * 6e4,
		onFailure: read.oneOf("on-failure", ["rollback", "none"], "rollback"),
		onCancel: read.oneOf("on-cancel", ["rollback", "leave"], "rollback"),
		healthUrl: readAddress(read, "health-url"),
		versionUrl: readAddress(read, "version-url")
	};
	const { commit, images, ledger } = inputs;
	if (commit && !/^[0-9a-f]{40}$/.test(commit)) read.problem("commit", `want 40 hexadecimal digits, got "${commit}"`);
	if (!commit && ledger && images.size > 0) read.problem("commit", "give the commit, so that the release can be recorded");
	read.done();
	return inputs;
}
function readImages(read) {
	const value = read.json("images");
	const images = value === void 0 ? /* @__PURE__ */ new Map() : parseBuiltImages(value);
	if (!images) read.problem("images", "want build-push's output `images` (service → image, digest, key…)");
	return images ?? /* @__PURE__ */ new Map();
}
function readLedger(read) {
	const environment = readEnvironment(read);
	const ledger = read.optional("ledger");
	if (ledger && !/^(\/[\w.-]+)+$/.test(ledger)) read.problem("ledger", `want a path such as /cashsouk/staging/released, got "${ledger}"`);
	return {
		environment,
		ledger: ledger ?? (environment && namesOf(environment).ledger)
	};
}
function readEnvironment(read) {
	const environment = read.optional("environment");
	const known = environments.find((name) => name === environment);
	if (environment && !known) read.problem("environment", `want one of ${environments.join(", ")}, got "${environment}"`);
	return known;
}
function readPattern(read, name) {
	return read.optional(name) ?? "{service}";
}
function readAddress(read, name) {
	const address = read.optional(name);
	if (address && !/^https?:\/\/\S+$/.test(address)) read.problem(name, `want an http or https address, got "${address}"`);
	return address;
}
// ecs-rollout/src/outputs.ts
function outputs(result, allowZero) {
	return {
		outcome: outcomeOf(result, allowZero),
		reason: reasonOf(result, allowZero),
		deployments: Object.fromEntries(result.deployments)
	};
}
// ecs-rollout/src/main.ts
/** How long a public host may take to answer one request. */
const askTimeoutMs = 1e4;
runAction(async ({ input, log, cancelled, output, summarise }) => {
	const { manifest: path, names, ...inputs } = parseInputs(input);
	const manifest = parseManifest(readFileSync(path, "utf8"), path);
	const services = names.length > 0 ? pickServices(manifest, names) : manifest.services;
	const { ECS } = await import("./chunks/client-ecs.mjs").then((n) => n.dist_es_exports);
	const { CloudWatchLogs } = await import("./chunks/client-cloudwatch-logs.mjs").then((n) => n.dist_es_exports);
	const { ElasticLoadBalancingV2 } = await import("./chunks/client-elastic-load-balancing-v2.mjs").then((n) => n.dist_es_exports);
	const { ECR } = await import("./chunks/client-ecr.mjs").then((n) => n.dist_es_exports);
	const { SSM } = await import("./chunks/client-ssm.mjs").then((n) => n.dist_es_exports);
	const result = await rollOut({
		ecs: awsClient(ECS),
		logs: awsClient(CloudWatchLogs),
		targets: awsClient(ElasticLoadBalancingV2),
		ecr: awsClient(ECR),
		ledger: awsClient(SSM),
		get: (url) => ask(url, askTimeoutMs),
		isAncestor: gitAncestry(process.cwd()),
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
/** The workflow run's address, for the ledger. */
function runAddress() {
	const { GITHUB_SERVER_URL = "", GITHUB_REPOSITORY = "", GITHUB_RUN_ID } = process.env;
	return GITHUB_RUN_ID ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}` : "by hand";
}
export {};
