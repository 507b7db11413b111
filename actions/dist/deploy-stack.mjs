import { awsClient, inputReader, systemClock } from "./chunks/deploy-base.mjs";
import { gitAncestry } from "./chunks/deploy-release.mjs";
import { deployStack, imagePattern, parseArtifacts, stackSummary } from "./chunks/deploy-stack.mjs";
import { runAction } from "./chunks/roof.mjs";
import { parseBuiltImages } from "./chunks/deploy-image.mjs";
// deploy-stack/src/inputs.ts
const capabilities = [
	"CAPABILITY_IAM",
	"CAPABILITY_NAMED_IAM",
	"CAPABILITY_AUTO_EXPAND"
];
function parseInputs(raw) {
	const read = inputReader(raw);
	const name = read.required("name");
	const template = read.required("template");
	const artifacts = read.optional("artifacts");
	const protection = read.optional("termination-protection");
	const images = read.json("images");
	const inputs = {
		name,
		template,
		parameters: read.optional("parameters"),
		overrides: read.map("parameter-overrides"),
		mode: read.oneOf("mode", ["apply", "plan"], "apply"),
		artifacts: artifacts === void 0 ? void 0 : parseArtifacts(artifacts),
		region: read.optional("region"),
		capabilities: read.list("capabilities"),
		roleArn: read.optional("role-arn"),
		tags: read.map("tags"),
		allowReplacement: read.list("allow-replacement"),
		allowRemoval: read.list("allow-removal"),
		replaceFailed: read.flag("replace-failed", false),
		terminationProtection: protection === void 0 ? void 0 : read.flag("termination-protection", false),
		waitMs: read.wholeNumber("wait-for-minutes", 60, {
			min: 1,
			max: 720
		}) * 6e4,
		images: (images === void 0 ? void 0 : parseBuiltImages(images)) ?? /* @__PURE__ */ new Map(),
		ledger: read.optional("ledger"),
		commit: readCommit(read),
		imageParameters: read.optional("image-parameters") ?? "{Service}Image"
	};
	if (name && !/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)) read.problem("name", `want letters, digits and hyphens, at most 128, a letter first, got "${name}"`);
	if (artifacts !== void 0 && !inputs.artifacts) read.problem("artifacts", `want a bucket or https://endpoint/bucket, got "${artifacts}"`);
	if (images !== void 0 && !parseBuiltImages(images)) read.problem("images", "want build-push's output `images` (service → image, digest, key…)");
	if (inputs.ledger !== void 0 && !/^(\/[\w.-]+)+$/.test(inputs.ledger)) read.problem("ledger", `want a path such as /cashsouk/staging/released, got "${inputs.ledger}"`);
	if (inputs.commit !== void 0 && inputs.ledger === void 0) read.problem("commit", "give the ledger, whose releases it is compared with");
	if (!imagePattern.test(inputs.imageParameters)) read.problem("image-parameters", `want a name with {Service} in it, got "${inputs.imageParameters}"`);
	for (const capability of inputs.capabilities) if (!capabilities.includes(capability)) read.problem("capabilities", `want some of ${capabilities.join(", ")}, got "${capability}"`);
	read.done();
	return inputs;
}
function readCommit(read) {
	const commit = read.optional("commit");
	if (commit !== void 0 && !/^[0-9a-f]{40}$/.test(commit)) read.problem("commit", `want 40 hexadecimal digits, got "${commit}"`);
	return read.flag("allow-older", false) ? void 0 : commit;
}
// deploy-stack/src/outputs.ts
function outputs({ status, outcome, outputs }) {
	return {
		status: status ?? "",
		changed: outcome.kind === "created" || outcome.kind === "updated",
		"stack-outputs": outputs,
		reason: ""
	};
}
// deploy-stack/src/main.ts
runAction(async ({ input, log, cancelled, output, summarise }) => {
	const inputs = parseInputs(input);
	const { CloudFormation } = await import("./chunks/client-cloudformation.mjs").then((n) => n.dist_es_exports);
	const { S3 } = await import("./chunks/client-s3.mjs").then((n) => n.dist_es_exports);
	const { SSM } = await import("./chunks/client-ssm.mjs").then((n) => n.dist_es_exports);
	const cloudFormation = awsClient(CloudFormation, inputs.region ? { region: inputs.region } : {});
	const region = await cloudFormation.config.region();
	const { endpoint } = inputs.artifacts ?? {};
	const ports = {
		cloudFormation,
		artifacts: awsClient(S3, {
			region,
			...endpoint ? {
				endpoint,
				forcePathStyle: true
			} : {}
		}),
		ledger: awsClient(SSM, { region }),
		isAncestor: gitAncestry(process.cwd()),
		clock: systemClock,
		log,
		cancelled
	};
	const result = await deployStack(ports, {
		...inputs,
		region
	});
	output(outputs(result));
	await summarise(stackSummary(result));
});
export {};
