import { DeployError, pause } from "./deploy-base.mjs";
import { boolean, number, object, record, string } from "./zod.mjs";
// ../packages/deploy/src/notify/facts.ts
const deployment = object({
	outcome: string(),
	reason: string().default(""),
	seconds: number().default(0),
	moved: boolean().default(true)
});
const deployments = record(string(), deployment);
const needs = record(string(), object({
	result: string().nullish().transform((result) => result || "skipped"),
	outputs: record(string(), string().nullish()).nullish().transform((outputs) => outputs ?? {})
}));
/** Reads ecs-rollout's output `deployments`; `undefined` when it is something else. */
function parseDeployments(value) {
	const parsed = deployments.safeParse(value);
	return parsed.success ? parsed.data : void 0;
}
/** Reads GitHub's context `needs` (job → result, outputs); `undefined` when it is something else. */
function parseNeeds(value) {
	const parsed = needs.safeParse(value);
	return parsed.success ? parsed.data : void 0;
}
/** What was said explicitly wins; the rest is read from the jobs: the first that failed, else what the rollout put out. */
function resultOf(given, jobs) {
	const failed = Object.entries(jobs).find(([, { result }]) => result === "failure");
	const cancelled = Object.entries(jobs).find(([, { result }]) => result === "cancelled");
	const skipped = Object.entries(jobs).find(([, { result }]) => result === "skipped");
	const fallback = failed ? "failed" : cancelled ? "cancelled" : skipped ? "skipped" : "deployed";
	const outputs = Object.values(jobs).map((job) => job.outputs);
	const believed = outputs.filter(({ outcome }) => outcome !== "deployed" || fallback === "deployed");
	const deployments = given.deployments ?? readOutput(firstOf(outputs, "deployments"));
	const [job] = failed ?? cancelled ?? [];
	return {
		outcome: given.outcome ?? firstOf(believed, "outcome") ?? fallback,
		reason: given.reason ?? firstOf(believed, "reason") ?? firstRed(deployments) ?? (job && `the job ${job} ${failed ? "failed" : "was cancelled"}`),
		deployments
	};
}
function firstOf(outputs, name) {
	return outputs.map((of) => of[name]).find(Boolean) ?? void 0;
}
function firstRed(deployments) {
	const [name, found] = Object.entries(deployments).find(([, { outcome }]) => outcome !== "deployed") ?? [];
	return found && `${name}: ${found.reason || found.outcome}`;
}
function readOutput(text) {
	if (!text) return {};
	try {
		const read = parseDeployments(JSON.parse(text));
		if (read) return read;
	} catch {}
	throw new DeployError("invalid-deployments", "needs: a job's output `deployments` is not that of ecs-rollout");
}
// ../packages/deploy/src/notify/limits.ts
/** Slack's limits: docs.slack.dev/reference/block-kit/blocks. */
const limits = {
	header: 150,
	text: 3e3,
	blocks: 50
};
/** Text within a limit; what is missing is said where it was cut. */
function cut(text, limit) {
	if (text.length <= limit) return text;
	const note = ` … (${text.length - limit + 40} more characters)`;
	return `${text.slice(0, limit - note.length)}${note}`;
}
/** Lines within a text's limit; what is missing is counted in the last line. */
function cutLines(lines, limit = limits.text) {
	const kept = [];
	let length = 0;
	for (const line of lines) {
		if (length + line.length + 1 > limit - 30) break;
		kept.push(line);
		length += line.length + 1;
	}
	const missing = lines.length - kept.length;
	return [...kept, ...missing > 0 ? [`… and ${missing} more`] : []].join("\n");
}
/** Only these three mean something to Slack: docs.slack.dev/messaging/formatting-message-text. */
function escape(text) {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
// ../packages/deploy/src/notify/message.ts
const marks = {
	deployed: "✅",
	"rolled-back": "↩️",
	superseded: "⏭️",
	"timed-out": "⏱️",
	stopped: "⏹️",
	cancelled: "⏹️",
	idle: "⚪",
	"not-started": "⏸️"
};
const markOf = (outcome) => marks[outcome] ?? "❌";
function startedMessage(environment, origin) {
	const title = `🚀 ${environment}: deployment started`;
	return {
		text: title,
		blocks: [
			header(title),
			commitBlock(origin),
			linksBlock(origin)
		]
	};
}
/** The one message of a deployment in the end: what, where, who, which services, and why where it failed. */
function finishedMessage(environment, { outcome, reason, deployments }, origin) {
	const title = `${markOf(outcome)} ${environment}: ${outcome}`;
	const services = Object.entries(deployments).map(([name, one]) => {
		const what = one.outcome === "deployed" && !one.moved ? "unchanged" : one.outcome;
		return `${markOf(one.outcome)} *${escape(name)}* ${escape(what)}${one.moved ? ` in ${one.seconds} s` : ""}`;
	});
	const nothing = outcome === "deployed" && services.length === 0 ? [section("Nothing had to be deployed.")] : [];
	return {
		text: outcome === "deployed" || !reason ? title : cut(`${title}: ${reason}`, limits.text),
		blocks: [
			header(title),
			...outcome !== "deployed" && reason ? [section(cut(`> ${escape(reason)}`, limits.text))] : [],
			...services.length > 0 ? [section(cutLines(services))] : nothing,
			commitBlock(origin),
			linksBlock(origin)
		]
	};
}
/** What goes into the thread: each service's reason. */
function detailsMessage({ deployments }) {
	const lines = Object.entries(deployments).map(([name, { outcome, reason }]) => `${markOf(outcome)} *${escape(name)}*: ${cut(escape(reason), 700)}`);
	return lines.length > 0 ? {
		text: "Details",
		blocks: [section(cutLines(lines))]
	} : void 0;
}
/** A step's end, for the thread. */
function stepMessage(outcome, reason) {
	const text = cut(`${markOf(outcome)} ${escape(reason)}`, limits.text);
	return {
		text,
		blocks: [section(text)]
	};
}
function header(text) {
	return {
		type: "header",
		text: {
			type: "plain_text",
			text: cut(text, limits.header)
		}
	};
}
function section(text) {
	return {
		type: "section",
		text: {
			type: "mrkdwn",
			text
		}
	};
}
function commitBlock({ server, repository, commit, actor, subject }) {
	return section(`${`<${server}/${repository}/commit/${commit}|${commit.slice(0, 12)}>`} ${subject ? cut(escape(subject), 500) : ""}`.trimEnd() + ` by ${escape(actor)}`);
}
function linksBlock({ server, repository, runId, compare }) {
	const run = `<${server}/${repository}/actions/runs/${runId}|Run>`;
	return {
		type: "context",
		elements: [{
			type: "mrkdwn",
			text: compare ? `${run} · <${compare}|Changes>` : run
		}]
	};
}
// ../packages/deploy/src/notify/slack.ts
/** How long Slack may make us wait in all, and how long one answer may take. */
const patienceMs = 6e4;
const answerMs = 15e3;
const hints = {
	channel_not_found: "channel: no such channel, or the app may not see it: give the channel's id and invite the app.",
	not_in_channel: "Invite the app to the channel.",
	invalid_auth: "token: Slack does not know this token.",
	token_revoked: "token: this token was revoked.",
	missing_scope: "The app needs the scope chat:write."
};
function slackClient(clock, { url, token }) {
	/** Nothing that Slack or the network says may carry the token on. */
	const clean = (text) => text.replaceAll(token, "***");
	async function call(method, body) {
		const until = clock.now() + patienceMs;
		for (;;) {
			const answer = await send(method, body);
			if (answer.status !== 429 && answer.reply.error !== "ratelimited") return accept(method, answer);
			if (clock.now() + answer.retryAfterMs > until) throw new DeployError("slack-rate-limited", `Slack asks to wait ${answer.retryAfterMs / 1e3} s before ${method}, more than the ${patienceMs / 1e3} s that this waits`);
			await pause(clock, answer.retryAfterMs);
		}
	}
	async function send(method, body) {
		const response = await fetch(`${url.replace(/\/$/, "")}/${method}`, {
			method: "POST",
			headers: {
				authorization: `Bearer ${token}`,
				"content-type": "application/json; charset=utf-8"
			},
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(answerMs)
		}).catch((cause) => {
			const { code, message } = cause.cause ?? cause;
			throw new DeployError("slack-unreachable", clean(`Slack did not answer ${method}: ${code ?? message}`));
		});
		const text = await response.text();
		const retryAfterMs = Math.max(1, Number(response.headers.get("retry-after")) || 1) * 1e3;
		return {
			status: response.status,
			reply: parse(text),
			retryAfterMs,
			text
		};
	}
	function accept(method, { status, reply, text }) {
		if (reply.ok) return reply;
		const what = reply.error ?? `HTTP ${status}: ${text.slice(0, 200)}`;
		throw new DeployError(`slack-${reply.error ?? status}`, clean(`Slack refused ${method}: ${what}`), hints[what]);
	}
	return {
		async post(channel, { text, blocks }, thread) {
			const { channel: id = channel, ts = "" } = await call("chat.postMessage", {
				channel,
				text,
				blocks,
				unfurl_links: false,
				...thread ? { thread_ts: thread } : {}
			});
			return {
				channel: id,
				ts
			};
		},
		async update({ channel, ts }, { text, blocks }) {
			await call("chat.update", {
				channel,
				ts,
				text,
				blocks
			});
			return {
				channel,
				ts
			};
		}
	};
}
function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		return {};
	}
}
/** `C0123/1700000000.000100`, or the timestamp alone where the channel is given by its id. */
function parsePlace(thread, channel) {
	const at = thread.indexOf("/");
	return at < 0 ? {
		channel,
		ts: thread
	} : {
		channel: thread.slice(0, at),
		ts: thread.slice(at + 1)
	};
}
const formatPlace = ({ channel, ts }) => `${channel}/${ts}`;
// ../packages/deploy/src/notify/notify.ts
async function readToken(secrets, id) {
	const { SecretString } = await secrets.getSecretValue({ SecretId: id });
	if (SecretString) return SecretString.trim();
	throw new DeployError("no-token", `token-secret: ${id} holds no text`);
}
/** Tells Slack; answers with the message's place, for the next event's `thread`. */
async function notify(clock, token, notice, origin) {
	const slack = slackClient(clock, {
		url: notice.apiUrl,
		token
	});
	const { channel, environment } = notice;
	const place = notice.thread ? parsePlace(notice.thread, channel) : void 0;
	const result = resultOf(notice.result, notice.needs);
	switch (notice.event) {
		case "started": return formatPlace(await slack.post(channel, startedMessage(environment, origin)));
		case "step": {
			const message = stepMessage(result.outcome, result.reason ?? result.outcome);
			const posted = await slack.post(place?.channel ?? channel, message, place?.ts);
			return formatPlace(place ?? posted);
		}
		case "finished": {
			const at = await updateOrPost(place, finishedMessage(environment, result, origin));
			const details = detailsMessage(result);
			if (details) await slack.post(at.channel, details, at.ts);
			return formatPlace(at);
		}
		default: return notice.event;
	}
	/** A message that was deleted meanwhile is no reason to stay silent. */
	async function updateOrPost(at, message) {
		if (!at) return slack.post(channel, message);
		try {
			return await slack.update(at, message);
		} catch (error) {
			if (error.code !== "slack-message_not_found") throw error;
			return slack.post(channel, message);
		}
	}
}
export { notify, parseDeployments, parseNeeds, readToken };
