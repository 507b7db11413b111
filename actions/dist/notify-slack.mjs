import { DeployError, describeError } from "./chunks/deploy-base.mjs";
import { inputReader, systemClock, whyFailed } from "./chunks/deploy-base2.mjs";
import { notify, parseDeployments, parseNeeds, readToken, secretParts } from "./chunks/deploy-notify.mjs";
import { runAction } from "./chunks/roof3.mjs";
import { setSecret } from "./chunks/actions-core.mjs";
import { readFileSync } from "node:fs";
// notify-slack/src/inputs.ts
function parseInputs(raw) {
	const read = inputReader(raw);
	const inputs = {
		notice: readNotice(read),
		...readReceivers(read),
		onError: read.oneOf("on-error", ["warn", "error"], "warn")
	};
	read.done();
	return inputs;
}
function readNotice(read) {
	const outcome = read.optional("outcome");
	const reason = read.optional("reason");
	const deployments = readJson(read, "deployments", parseDeployments, "ecs-rollout's output `deployments`");
	const notice = {
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
		mentions: read.list("mention").map((who) => mention(read, who)),
		fields: read.map("fields")
	};
	if (notice.event === "step" && !reason) read.problem("reason", "is what a step tells: give it");
	if (notice.event === "finished" && !outcome && Object.keys(notice.needs).length === 0) read.problem("outcome", "give one of outcome and needs: nothing else says what it came to");
	if (notice.event === "started" && notice.thread) read.problem("thread", "is made by started: give it to step and finished");
	return notice;
}
function readReceivers(read) {
	const token = read.optional("token");
	const tokenSecret = read.optional("token-secret");
	const channel = read.optional("channel");
	const apiUrl = read.optional("api-url") ?? "https://slack.com/api";
	const webhookUrl = read.optional("webhook-url");
	const topicArn = read.optional("topic-arn");
	const ways = [
		token,
		tokenSecret,
		webhookUrl
	].filter(Boolean).length;
	if (ways > 1) read.problem("token", `give one of token, token-secret and webhook-url, got ${ways}`);
	if (ways === 0 && !topicArn) read.problem("token", "give one of token, token-secret and webhook-url, or a topic-arn");
	if ((token || tokenSecret) && !channel) read.problem("channel", "goes with a token: give the channel's id");
	if (channel && ways > 0 && webhookUrl) read.problem("channel", "a webhook has its own channel");
	if (!isAddress(apiUrl)) read.problem("api-url", "want an http or https address");
	if (webhookUrl && !isAddress(webhookUrl)) read.problem("webhook-url", "want an http or https address");
	if (topicArn && !/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/.test(topicArn)) read.problem("topic-arn", `want the ARN of an SNS topic, got "${topicArn}"`);
	return {
		bot: token || tokenSecret ? {
			token,
			tokenSecret,
			channel: channel ?? "",
			apiUrl
		} : void 0,
		webhookUrl,
		topicArn
	};
}
const isAddress = (text) => /^https?:\/\/\S+$/.test(text) && URL.canParse(text);
function mention(read, who) {
	if (/^[UW][A-Z0-9]+$/.test(who)) return `<@${who}>`;
	if (/^S[A-Z0-9]+$/.test(who)) return `<!subteam^${who}>`;
	if (/^(here|channel|everyone)$/.test(who)) return `<!${who}>`;
	read.problem("mention", `want user ids (U…), group ids (S…), here, channel or everyone, got "${who}"`);
	return "";
}
function readJson(read, name, parse, wanted) {
	const value = read.json(name);
	if (value === void 0) return void 0;
	const parsed = parse(value);
	if (!parsed) read.problem(name, `want ${wanted}`);
	return parsed;
}
// notify-slack/src/origin.ts
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
function outputs(slack, delivered) {
	return {
		thread: slack?.thread ?? "",
		permalink: slack?.permalink ?? "",
		delivered
	};
}
// notify-slack/src/receivers.ts
function receiversOf({ bot, webhookUrl, topicArn }, aws) {
	const reaches = [];
	if (bot) reaches.push({
		name: `Slack's ${bot.channel}`,
		find: () => findBot(bot, aws)
	});
	if (webhookUrl) reaches.push({
		name: "Slack's webhook",
		find: () => Promise.resolve(findWebhook(webhookUrl))
	});
	if (topicArn) reaches.push({
		name: topicArn,
		find: () => findTopic(topicArn, aws)
	});
	return reaches;
}
async function findBot({ channel, apiUrl, ...of }, aws) {
	const token = of.token ?? await secretToken(of.tokenSecret ?? "", aws);
	mask(token);
	return {
		kind: "bot",
		token,
		channel,
		apiUrl
	};
}
async function secretToken(id, aws) {
	const { SecretsManager } = await import("./chunks/client-secrets-manager.mjs").then((n) => n.secrets_manager_exports);
	return readToken(aws(SecretsManager), id);
}
function findWebhook(url) {
	mask(url);
	return {
		kind: "webhook",
		url
	};
}
async function findTopic(arn, aws) {
	const { SNS } = await import("./chunks/client-sns.mjs").then((n) => n.sns_exports);
	return {
		kind: "topic",
		topics: aws(SNS),
		arn
	};
}
function mask(secret) {
	for (const part of secretParts(secret)) setSecret(part);
}
// notify-slack/src/main.ts
runAction(async ({ read, aws, log, output, summarise }) => {
	const inputs = read(parseInputs);
	const origin = readOrigin(process.env);
	const said = [];
	const failures = [];
	let slack;
	for (const { name, find } of receiversOf(inputs, aws)) try {
		const delivery = await notify(systemClock, await find(), inputs.notice, origin);
		if (delivery.thread) slack = delivery;
		said.push(delivery.permalink ? `Told [${name}](${delivery.permalink})` : `Told ${name}`);
	} catch (error) {
		failures.push(error);
		said.push(`**Not told:** ${name}: ${whyFailed(error)}`);
		log.warning(`${name} was not told: ${describeError(error)}`);
	}
	output(outputs(slack, failures.length === 0));
	await summarise(`${said.join("\n\n")}\n`);
	if (inputs.onError === "error" && failures.length > 0) throw new DeployError("not-told", failures.map(whyFailed).join("; "), void 0, { cause: failures[0] });
});
export {};
