import { DeployError } from "./deploy-base.mjs";
import { pause } from "./deploy-base2.mjs";
import { _default, boolean, nullish, number, object, pipe, record, string, transform } from "./zod.mjs";
// ../packages/deploy/src/notify/facts.ts
const deployment = object({
	outcome: string(),
	reason: _default(string(), ""),
	seconds: _default(number(), 0),
	moved: _default(boolean(), true)
});
const deployments = record(string(), deployment);
const needs = record(string(), object({
	result: pipe(nullish(string()), transform((result) => result || "skipped")),
	outputs: pipe(nullish(record(string(), nullish(string()))), transform((outputs) => outputs ?? {}))
}));
function parseDeployments(value) {
	const parsed = deployments.safeParse(value);
	return parsed.success ? parsed.data : void 0;
}
function parseNeeds(value) {
	const parsed = needs.safeParse(value);
	return parsed.success ? parsed.data : void 0;
}
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
const limits = {
	header: 150,
	text: 3e3,
	blocks: 50,
	fields: 10,
	field: 2e3
};
function cut(text, limit) {
	const whole = text.replaceAll(/\p{Surrogate}/gu, "�");
	if (whole.length <= limit) return whole;
	const note = (missing) => ` … (${missing} more characters)`;
	const kept = whole.slice(0, limit - note(whole.length).length).replace(/[\ud800-\udbff]$|&[a-z]{0,3}$/u, "");
	return kept + note(whole.length - kept.length);
}
function fill(lines, room) {
	const texts = [];
	let used = 0;
	for (const [index, line] of lines.entries()) {
		const next = cut(line, 1e3);
		if (used + next.length > room) {
			texts.push(`… and ${lines.length - index} more`);
			break;
		}
		used += next.length + 1;
		const last = texts.at(-1);
		if (last !== void 0 && last.length + 1 + next.length <= limits.text) texts[texts.length - 1] = `${last}\n${next}`;
		else texts.push(next);
	}
	return texts;
}
function escape(text) {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
function onOneLine(text) {
	return text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
}
// ../packages/deploy/src/notify/outcomes.ts
const good = (mark, words) => ({
	mark,
	words,
	bad: false
});
const bad = (mark, words) => ({
	mark,
	words,
	bad: true
});
const shown = {
	deployed: good("✅", "deployed"),
	waiting: good("⏳", "waiting for approval"),
	cancelled: good("⏹️", "cancelled"),
	superseded: good("⏭️", "superseded"),
	skipped: good("⏸️", "skipped"),
	"not-started": good("⏸️", "not started"),
	"drill-done": good("🧯", "restore drill done"),
	"drill-failed": bad("❌", "restore drill failed"),
	"rolled-back": bad("↩️", "rolled back"),
	"timed-out": bad("⏱️", "timed out"),
	stopped: bad("⏹️", "stopped"),
	idle: bad("⚪", "idle"),
	failed: bad("❌", "failed")
};
function show(outcome) {
	return (Object.hasOwn(shown, outcome) ? shown[outcome] : void 0) ?? bad("❌", outcome);
}
// ../packages/deploy/src/notify/content.ts
function contentOf({ event, environment, fields }, result, origin) {
	const { mark, words, bad } = show(result.outcome);
	const told = {
		origin,
		fields: Object.entries(fields),
		services: servicesOf(result)
	};
	const titled = (text) => onOneLine(text);
	switch (event) {
		case "started": return {
			...told,
			title: titled(`🚀 ${environment}: deployment started`),
			reason: void 0,
			bad: false
		};
		case "step": {
			const title = result.outcome === "deployed" ? `🚀 ${environment}: deploying` : `${mark} ${environment}: ${words}`;
			return {
				...told,
				title: titled(title),
				reason: stepLine(result),
				bad
			};
		}
		case "finished": {
			const nothing = result.outcome === "deployed" && told.services.length === 0;
			const title = `${mark} ${environment}: ${words}${partOf(result)}`;
			const reason = nothing ? result.reason ?? "Nothing had to be deployed." : reasonOf(result);
			return {
				...told,
				title: titled(title),
				reason,
				bad
			};
		}
		default: return event;
	}
}
function stepLine({ outcome, reason }) {
	return `${show(outcome).mark} ${onOneLine(reason ?? show(outcome).words)}`;
}
function reasonOf({ outcome, reason }) {
	return outcome === "deployed" ? void 0 : reason;
}
function partOf({ outcome, deployments }) {
	const all = Object.values(deployments);
	const done = all.filter((one) => one.outcome === "deployed").length;
	return outcome === "deployed" || done === 0 ? "" : `, ${done} of ${all.length} services deployed`;
}
function servicesOf({ deployments }) {
	return Object.entries(deployments).map(([name, { outcome, reason, moved, seconds }]) => {
		const { mark, words } = show(outcome);
		const what = outcome === "deployed" && !moved ? "unchanged" : words;
		return {
			mark,
			name,
			what: moved ? `${what} in ${seconds} s` : what,
			reason
		};
	});
}
// ../packages/deploy/src/notify/message.ts
const room = {
	notification: 1e3,
	reason: 1500,
	services: 4e3,
	details: 9e3,
	field: 180,
	subject: 300,
	link: 400
};
function toMessage(content, mentions = []) {
	const { title, reason, services, fields, origin } = content;
	const call = mentions.join(" ");
	const told = reason ? cut(escape(reason), room.reason) : "";
	return {
		text: cut([
			call,
			escape(title),
			told
		].filter(Boolean).join(" — "), room.notification),
		blocks: [
			{
				type: "header",
				text: {
					type: "plain_text",
					text: cut(title, limits.header)
				}
			},
			...told || call ? [section([call, told && quoted(told)].filter(Boolean).join("\n"))] : [],
			...fill(services.map(serviceLine$1), room.services).map(section),
			...fields.length > 0 ? [fieldsBlock(fields)] : [],
			section(commitLine(origin)),
			{
				type: "context",
				elements: [mrkdwn(linksLine(origin))]
			}
		]
	};
}
function toDetails({ services, title }, mentions = []) {
	const lines = services.map(({ mark, name, reason, what }) => `${mark} *${escape(name)}*: ${cut(escape(onOneLine(reason || what)), 700)}`);
	const call = mentions.join(" ");
	if (lines.length === 0 && !call) return void 0;
	const first = call ? [`${call} ${escape(title)}`] : [];
	return {
		text: cut(first[0] ?? "Details", room.notification),
		blocks: fill([...first, ...lines], room.details).map(section)
	};
}
function toLine(line) {
	const text = cut(escape(line), limits.text);
	return {
		text: cut(text, room.notification),
		blocks: [section(text)]
	};
}
function serviceLine$1({ mark, name, what }) {
	return `${mark} *${escape(onOneLine(name))}* ${escape(onOneLine(what))}`;
}
function fieldsBlock(fields) {
	const kept = fields.slice(0, fields.length > limits.fields ? limits.fields - 1 : limits.fields);
	const missing = fields.length - kept.length;
	return {
		type: "section",
		fields: [...kept.map(([name, value]) => mrkdwn(cut(`*${escape(onOneLine(name))}*\n${escape(onOneLine(value))}`, room.field))), ...missing > 0 ? [mrkdwn(`… and ${missing} more`)] : []]
	};
}
function commitLine({ server, repository, commit, actor, subject = "" }) {
	const short = onOneLine(commit.slice(0, 12));
	const what = short && link(`${server}/${repository}/commit/${commit}`, short);
	const who = cut(escape(onOneLine(actor) || "somebody"), room.subject);
	return [
		what,
		cut(escape(onOneLine(subject)), room.subject),
		`by ${who}`
	].filter(Boolean).join(" ");
}
function linksLine({ server, repository, runId, compare }) {
	const run = link(`${server}/${repository}/actions/runs/${runId}`, "Run");
	return compare ? `${run} · ${link(compare, "Changes")}` : run;
}
function link(address, text) {
	const url = URL.canParse(address) ? new URL(address) : void 0;
	if (!url || !/^https?:$/.test(url.protocol) || url.href.length > room.link) return escape(text);
	return `<${url.href.replaceAll("|", "%7C").replaceAll(">", "%3E").replaceAll("&", "&amp;")}|${escape(text)}>`;
}
const quoted = (text) => text.split("\n").map((line) => `> ${line}`).join("\n");
const mrkdwn = (text) => ({
	type: "mrkdwn",
	text
});
const section = (text) => ({
	type: "section",
	text: mrkdwn(cut(text, limits.text))
});
// ../packages/deploy/src/notify/plain-text.ts
const longestSubject = 99;
const longestBody = 8e4;
function toPlainText({ title, reason, services, fields, origin }) {
	const { server, repository, runId, commit, actor, subject = "", compare } = origin;
	const body = [
		[title, reason],
		services.map(serviceLine),
		fields.map(([name, value]) => `${name}: ${onOneLine(value)}`),
		[
			`Commit ${commit.slice(0, 12)} ${subject} by ${actor || "somebody"}`,
			`Run: ${server}/${repository}/actions/runs/${runId}`,
			compare && `Changes: ${compare}`
		]
	].map((lines) => lines.filter(Boolean).join("\n")).filter(Boolean).join("\n\n");
	return {
		subject: cut(title, longestSubject),
		body: `${cut(body, longestBody)}\n`
	};
}
function serviceLine({ mark, name, what, reason }) {
	const why = onOneLine(reason.startsWith(`${what}: `) ? reason.slice(what.length + 2) : reason);
	return `${mark} ${name} ${what}${why && `: ${why}`}`;
}
// ../packages/deploy/src/notify/secrets.ts
async function readToken(secrets, id) {
	const { SecretString } = await secrets.getSecretValue({ SecretId: id });
	if (SecretString) return SecretString.trim();
	throw new DeployError("no-token", `token-secret: ${id} holds no text`);
}
function secretParts(secret) {
	const path = URL.canParse(secret) ? new URL(secret).pathname : "";
	const written = [
		secret,
		path,
		...path.split("/").filter((part) => part.length > 8)
	].filter((part) => part.length > 3).flatMap((part) => [
		part,
		encodeURIComponent(part),
		part.replaceAll("/", "\\/")
	]);
	return [...new Set(written)].sort((one, other) => other.length - one.length);
}
function redact(text, secret) {
	return secretParts(secret).reduce((clean, part) => clean.replaceAll(part, "***"), text);
}
// ../packages/deploy/src/notify/send.ts
const patienceMs = 6e4;
const answerMs = 15e3;
const triesOnFault = 4;
async function send(clock, call) {
	const until = clock.now() + patienceMs;
	for (let faults = 0;;) {
		const answer = await once(call);
		const limited = !("error" in answer) && isLimited(answer);
		if (!limited && !isFault(answer)) return settled(answer);
		const waitMs = limited ? answer.retryAfterMs : 1e3 * 2 ** faults++;
		if (limited && clock.now() + waitMs > until) throw tooLong(call, waitMs);
		if (!limited && (faults >= triesOnFault || clock.now() + waitMs > until)) return settled(answer);
		await pause(clock, waitMs);
	}
}
async function once({ url, about, secret, ...init }) {
	try {
		const response = await fetch(url, {
			...init,
			redirect: "manual",
			signal: AbortSignal.timeout(answerMs)
		});
		const text = redact(await response.text(), secret);
		const retryAfterMs = Math.max(1, Number(response.headers.get("retry-after")) || 1) * 1e3;
		return {
			status: response.status,
			text,
			retryAfterMs
		};
	} catch (cause) {
		const { code, message } = cause.cause ?? cause;
		return { error: new DeployError("slack-unreachable", `Slack did not answer ${about}: ${redact(code ?? message, secret)}`) };
	}
}
const isFault = (attempt) => "error" in attempt || attempt.status >= 500;
const isLimited = ({ status, text }) => status === 429 || /"error"\s*:\s*"ratelimited"/.test(text);
function settled(attempt) {
	if ("error" in attempt) throw attempt.error;
	return attempt;
}
function tooLong({ about }, waitMs) {
	return new DeployError("slack-rate-limited", `Slack asks to wait ${waitMs / 1e3} s before ${about}, more than the ${patienceMs / 1e3} s that this waits`);
}
// ../packages/deploy/src/notify/slack.ts
const hints = {
	channel_not_found: "channel: no such channel, or the app may not see it: give the channel's id and invite the app.",
	not_in_channel: "Invite the app to the channel.",
	is_archived: "channel: this channel is archived.",
	invalid_auth: "token: Slack does not know this token.",
	token_revoked: "token: this token was revoked.",
	token_expired: "token: this token has expired.",
	account_inactive: "token: the app was removed from the workspace.",
	missing_scope: "The app needs the scope chat:write.",
	invalid_token: "webhook-url: Slack does not know this address.",
	no_service: "webhook-url: this webhook was removed or switched off.",
	channel_is_archived: "webhook-url: its channel is archived."
};
function slackClient(clock, { url, token }) {
	const base = url.replace(/\/$/, "");
	const authorization = `Bearer ${token}`;
	async function call(method, body) {
		const headers = {
			authorization,
			"content-type": "application/json; charset=utf-8"
		};
		return accept({
			url: `${base}/${method}`,
			method: "POST",
			headers,
			body: JSON.stringify(body),
			about: method,
			secret: token
		});
	}
	async function accept(request) {
		const answer = await send(clock, request);
		const reply = parse(answer.text);
		if (answer.status === 200 && reply.ok === true) return reply;
		throw refused(request, answer, typeof reply.error === "string" ? reply.error.slice(0, 200) : void 0);
	}
	return {
		async post(channel, { text, blocks }, thread) {
			return placeOf(await call("chat.postMessage", {
				channel,
				text,
				blocks,
				unfurl_links: false,
				...thread ? { thread_ts: thread } : {}
			}));
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
		},
		async permalink({ channel, ts }) {
			const query = new URLSearchParams({
				channel,
				message_ts: ts
			});
			const about = "chat.getPermalink";
			const reply = await accept({
				url: `${base}/${about}?${query.toString()}`,
				method: "GET",
				headers: { authorization },
				about,
				secret: token
			});
			return typeof reply.permalink === "string" && URL.canParse(reply.permalink) ? reply.permalink : "";
		}
	};
}
async function postToWebhook(clock, url, { text, blocks }) {
	const call = {
		url,
		method: "POST",
		headers: { "content-type": "application/json; charset=utf-8" },
		body: JSON.stringify({
			text,
			blocks
		}),
		about: "the webhook",
		secret: url
	};
	const answer = await send(clock, call);
	if (answer.status !== 200) throw refused(call, answer, /^[a-z_]{1,60}$/.exec(answer.text.trim())?.[0]);
}
function refused({ about }, { status, text }, error) {
	const what = error ?? `HTTP ${status}: ${text.slice(0, 200)}`;
	const hint = Object.hasOwn(hints, what) ? hints[what] : void 0;
	return new DeployError(`slack-${error ?? status}`, `Slack refused ${about}: ${what}`, hint);
}
function parse(text) {
	try {
		const parsed = JSON.parse(text);
		return typeof parsed === "object" && parsed !== null ? parsed : {};
	} catch {
		return {};
	}
}
function placeOf({ channel = "", ts = "" }) {
	if (/^[A-Z0-9]+$/.test(channel) && /^\d+\.\d+$/.test(ts)) return {
		channel,
		ts
	};
	throw new DeployError("slack-no-place", "Slack took the message and did not say where it is");
}
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
const nowhere = {
	thread: "",
	permalink: ""
};
async function notify(clock, to, notice, origin) {
	const result = resultOf(notice.result, notice.needs);
	const content = contentOf(notice, result, origin);
	const mentions = notice.event === "finished" && content.bad ? notice.mentions : [];
	switch (to.kind) {
		case "topic": return publish(to, content);
		case "webhook":
			await postToWebhook(clock, to.url, toMessage(content, mentions));
			return nowhere;
		case "bot": return tellChannel(clock, to, {
			notice,
			result,
			content,
			mentions
		});
		default: return to;
	}
}
async function publish({ topics, arn }, content) {
	const { subject, body } = toPlainText(content);
	await topics.publish({
		TopicArn: arn,
		Subject: subject,
		Message: body
	});
	return nowhere;
}
async function tellChannel(clock, { token, channel, apiUrl }, { notice, result, content, mentions }) {
	if (!/^[\x21-\x7e]+$/.test(token)) throw new DeployError("bad-token", "token: want a token without blanks");
	const slack = slackClient(clock, {
		url: apiUrl,
		token
	});
	const before = notice.thread ? parsePlace(notice.thread, channel) : void 0;
	const at = await updateOrPost(before, toMessage(content));
	if (notice.event === "step" && before) await slack.post(at.channel, toLine(stepLine(result)), at.ts);
	if (notice.event === "finished") {
		const details = toDetails(content, at.edited ? mentions : []);
		if (details) await slack.post(at.channel, details, at.ts);
	}
	const permalink = await slack.permalink(at).catch(() => "");
	return {
		thread: formatPlace(at),
		permalink
	};
	async function updateOrPost(place, edit) {
		const post = async () => ({
			...await slack.post(channel, toMessage(content, mentions)),
			edited: false
		});
		if (!place) return post();
		try {
			return {
				...await slack.update(place, edit),
				edited: true
			};
		} catch (error) {
			if (error.code !== "slack-message_not_found") throw error;
			return post();
		}
	}
}
export { notify, parseDeployments, parseNeeds, readToken, secretParts };
