import { setSecret } from "./chunks/actions-core.mjs";
import { awsClient, describeError, inputReader, systemClock } from "./chunks/deploy-base.mjs";
import { notify, parseDeployments, parseNeeds, readToken } from "./chunks/deploy-notify.mjs";
import { runAction } from "./chunks/roof.mjs";
import { readFileSync } from "node:fs";
// notify-slack/src/inputs.ts
function parseInputs(raw) {
	const read = inputReader(raw);
	const outcome = read.optional("outcome");
	const reason = read.optional("reason");
	const deployments = readJson(read, "deployments", parseDeployments, "ecs-rollout's output `deployments`");
	const inputs = {
		token: read.optional("token"),
		tokenSecret: read.optional("token-secret"),
		channel: read.required("channel"),
		apiUrl: read.optional("api-url") ?? "https://slack.com/api",
		event: read.oneOf("event", [
			"started",
			"step",
			"finished"
		], "finished"),
		thread: read.optional("thread"),
		environment: read.required("environment"),
		result: {
			...outcome ? { outcome } : {},
			...reason ? { reason } : {},
			...deployments ? { deployments } : {}
		},
		needs: readJson(read, "needs", parseNeeds, "the context `needs` (job → result, outputs)") ?? {},
		onError: read.oneOf("on-error", ["warn", "error"], "warn")
	};
	if (!inputs.token === !inputs.tokenSecret) read.problem("token", "give one of token and token-secret");
	if (inputs.event === "step" && !reason) read.problem("reason", "is what a step tells: give it");
	if (inputs.event === "finished" && !outcome && Object.keys(inputs.needs).length === 0) read.problem("outcome", "give one of outcome and needs: nothing else says what it came to");
	if (inputs.event === "started" && inputs.thread) read.problem("thread", "is made by started: give it to step and finished");
	if (!/^https?:\/\/\S+$/.test(inputs.apiUrl)) read.problem("api-url", `want an http or https address, got "${inputs.apiUrl}"`);
	read.done();
	return inputs;
}
function readJson(read, name, parse, wanted) {
	const value = read.json(name);
	if (value === void 0) return void 0;
	const parsed = parse(value);
	if (!parsed) read.problem(name, `want ${wanted}`);
	return parsed;
}
// notify-slack/src/origin.ts
/** Where this run comes from, by the environment and the event file that GitHub's runner sets. */
function readOrigin(env) {
	const { compare, head_commit: head } = readEvent(env["GITHUB_EVENT_PATH"]);
	return {
		server: env["GITHUB_SERVER_URL"] ?? "https://github.com",
		repository: env["GITHUB_REPOSITORY"] ?? "",
		runId: env["GITHUB_RUN_ID"] ?? "",
		commit: env["GITHUB_SHA"] ?? "",
		actor: env["GITHUB_ACTOR"] ?? "",
		subject: head?.message?.split("\n")[0],
		compare
	};
}
function readEvent(path) {
	if (!path) return {};
	try {
		return JSON.parse(readFileSync(path, "utf8"));
	} catch {
		return {};
	}
}
// notify-slack/src/outputs.ts
function outputs(thread) {
	return {
		thread: thread ?? "",
		delivered: thread !== void 0
	};
}
// notify-slack/src/main.ts
runAction(async ({ input, log, output }) => {
	const inputs = parseInputs(input);
	let thread;
	try {
		const token = await findToken(inputs);
		setSecret(token);
		thread = await notify(systemClock, token, inputs, readOrigin(process.env));
	} catch (error) {
		if (inputs.onError === "error") throw error;
		log.warning(describeError(error));
	}
	output(outputs(thread));
});
async function findToken({ token, tokenSecret = "" }) {
	if (token) return token;
	const { SecretsManager } = await import("./chunks/client-secrets-manager.mjs").then((n) => n.dist_es_exports);
	return readToken(awsClient(SecretsManager), tokenSecret);
}
export {};
