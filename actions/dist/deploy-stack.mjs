import { saveState, setSecret } from "./chunks/actions-core.mjs";
import { DeployError } from "./chunks/deploy-base.mjs";
import { inputReader, systemClock } from "./chunks/deploy-base2.mjs";
import { gitAncestry } from "./chunks/deploy-release.mjs";
import { deployStack, failureSummary, imagePattern, makeSecrets, parseArtifacts, stackSummary } from "./chunks/deploy-stack.mjs";
import { onFirstCall } from "./chunks/roof4.mjs";
import { runAction } from "./chunks/roof3.mjs";
import { parseBuiltImages } from "./chunks/deploy-release2.mjs";
import { StackFailure } from "./chunks/deploy-stack2.mjs";
import { join } from "node:path";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
// deploy-stack/src/inputs.ts
const capabilities = [
	"CAPABILITY_IAM",
	"CAPABILITY_NAMED_IAM",
	"CAPABILITY_AUTO_EXPAND"
];
function parseInputs(raw) {
	const read = inputReader(raw);
	const name = read.required("name");
	const mode = read.oneOf("mode", [
		"apply",
		"plan",
		"execute"
	], "apply");
	const template = read.optional("template") ?? "";
	const changeSet = read.optional("change-set");
	const skip = read.list("continue-rollback");
	const artifacts = read.optional("artifacts");
	const protection = read.optional("termination-protection");
	const images = read.json("images");
	const inputs = {
		name,
		template,
		parameters: read.optional("parameters"),
		overrides: read.map("parameter-overrides"),
		mode,
		changeSet,
		review: mode === "plan",
		artifacts: artifacts === void 0 ? void 0 : parseArtifacts(artifacts),
		region: read.optional("region"),
		capabilities: read.list("capabilities"),
		roleArn: read.optional("role-arn"),
		tags: read.map("tags"),
		allowReplacement: read.list("allow-replacement"),
		allowRemoval: read.list("allow-removal"),
		replaceFailed: read.flag("replace-failed", false),
		continueRollback: skip.length === 0 ? void 0 : skip.filter((id) => id !== "none"),
		stackPolicy: read.optional("stack-policy"),
		terminationProtection: protection === void 0 ? void 0 : read.flag("termination-protection", false),
		waitMs: read.wholeNumber("wait-for-minutes", 60, {
			min: 1,
			max: 720
		}) * 6e4,
		images: (images === void 0 ? void 0 : parseBuiltImages(images)) ?? new Map(),
		ledger: read.optional("ledger"),
		commit: readCommit(read),
		imageParameters: read.optional("image-parameters") ?? "{Service}Image"
	};
	if (name && !/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)) read.problem("name", `want letters, digits and hyphens, at most 128, a letter first, got "${name}"`);
	checkMode(read, inputs);
	if (skip.length > 1 && skip.includes("none")) read.problem("continue-rollback", `want logical ids, or none by itself, got "${skip.join(", ")}"`);
	if (artifacts !== void 0 && !inputs.artifacts) read.problem("artifacts", `want a bucket or https://endpoint/bucket, got "${artifacts}"`);
	if (images !== void 0 && !parseBuiltImages(images)) read.problem("images", "want build-push's output `images` (service → image, digest, key…)");
	if (inputs.ledger !== void 0 && !/^(\/[\w.-]+)+$/.test(inputs.ledger)) read.problem("ledger", `want a path such as /cashsouk/staging/released, got "${inputs.ledger}"`);
	if (inputs.commit !== void 0 && inputs.ledger === void 0) read.problem("commit", "give the ledger, whose releases it is compared with");
	if (!imagePattern.test(inputs.imageParameters)) read.problem("image-parameters", `want a name with {Service} in it, got "${inputs.imageParameters}"`);
	for (const capability of inputs.capabilities) if (!capabilities.includes(capability)) read.problem("capabilities", `want some of ${capabilities.join(", ")}, got "${capability}"`);
	read.done();
	return inputs;
}
function checkMode(read, { mode, template, changeSet = "" }) {
	if (mode !== "execute" && !template) read.problem("template", "is required, but for `mode: execute`");
	if (mode === "execute" && !/^arn:[^:]+:cloudformation:[^:]+:\d*:changeSet\/\S+$/.test(changeSet)) read.problem("change-set", `want the ARN that \`mode: plan\` put out as \`change-set\`, got "${changeSet}"`);
	if (mode === "plan" && changeSet && !/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(changeSet)) read.problem("change-set", `want letters, digits and hyphens, at most 128, a letter first, got "${changeSet}"`);
	if (mode === "apply" && changeSet) read.problem("change-set", "is for `mode: plan` (its name) and `mode: execute` (its ARN)");
}
function readCommit(read) {
	const commit = read.optional("commit");
	if (commit !== void 0 && !/^[0-9a-f]{40}$/.test(commit)) read.problem("commit", `want 40 hexadecimal digits, got "${commit}"`);
	return read.flag("allow-older", false) ? void 0 : commit;
}
// deploy-stack/src/outputs.ts
function outputs({ status, outcome, protectionChanged, changeSet, outputs }, plan) {
	return {
		status: status ?? "",
		changed: outcome.kind === "created" || outcome.kind === "updated" || protectionChanged === true,
		"change-set": changeSet ?? "",
		"stack-outputs": outputs,
		plan,
		reason: ""
	};
}
function failureOutputs(error) {
	return error instanceof StackFailure ? {
		status: error.status,
		changed: true
	} : {};
}
// deploy-stack/src/main.ts
runAction(async ({ read, aws, log, cancelled, output, summarise }) => {
	const inputs = read(parseInputs);
	const { CloudFormation } = await import("./chunks/client-cloudformation.mjs").then((n) => n.cloudformation_exports);
	const cloudFormation = aws(CloudFormation, inputs.region ? { region: inputs.region } : {});
	const region = await cloudFormation.config.region();
	const { endpoint } = inputs.artifacts ?? {};
	const s3 = {
		region,
		...endpoint ? {
			endpoint,
			forcePathStyle: true
		} : {}
	};
	const artifacts = onFirstCall(async () => aws((await import("./chunks/client-s3.mjs").then((n) => n.s3_exports)).S3, s3));
	const ledger = onFirstCall(async () => aws((await import("./chunks/client-ssm.mjs").then((n) => n.ssm_exports)).SSM, { region }));
	const isAncestor = gitAncestry(process.cwd());
	const secrets = makeSecrets(setSecret);
	const result = await deployStack({
		cloudFormation,
		artifacts,
		ledger,
		isAncestor,
		clock: systemClock,
		log,
		cancelled,
		secrets,
		onPending: (update) => saveState("update", update ?? "")
	}, {
		...inputs,
		region
	}).catch(async (error) => {
		output(failureOutputs(error));
		if (error instanceof DeployError) await summarise(failureSummary(inputs.name, error));
		throw error;
	});
	const summary = secrets.hide(stackSummary(result));
	output(outputs(result, inputs.mode === "plan" ? await writePlan(inputs.name, region, summary) : ""));
	await summarise(summary);
});
async function writePlan(name, region, text) {
	const file = join(process.env["RUNNER_TEMP"] ?? tmpdir(), `plan-${name}-${region}.md`);
	await writeFile(file, `${text}\n`);
	return file;
}
export {};
