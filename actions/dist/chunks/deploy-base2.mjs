import { DeployError } from "./deploy-base.mjs";
import { closest, distance } from "./fastest-levenshtein.mjs";
import { setTimeout } from "node:timers/promises";
// ../packages/deploy/src/credentials-fault.ts
const overdue = new Set([
	"ExpiredToken",
	"ExpiredTokenException",
	"RequestExpired"
]);
const unrecognized = new Set(["InvalidClientTokenId", "UnrecognizedClientException"]);
function credentialsFault(error) {
	const { name, cause } = error;
	if (name && (overdue.has(name) || unrecognized.has(name))) return name;
	return error instanceof DeployError && cause !== void 0 ? credentialsFault(cause) : void 0;
}
function credentialsExpired(about, why, cause) {
	return new DeployError("credentials-expired", `${about}: the credentials expired while waiting, so what became of it is unknown (${why})`, "Give the action `role-to-assume`: it renews its credentials itself. Or give the session a time as long as the wait.", { cause });
}
function explainCredentials(about, error, { hadBeenGood }) {
	const fault = error instanceof DeployError ? void 0 : credentialsFault(error);
	if (!fault) return error;
	if (hadBeenGood) return credentialsExpired(about, fault, error);
	return overdue.has(fault) ? new DeployError("credentials-refused", `${about}: the credentials have expired (${fault})`, "Sign in again.", { cause: error }) : new DeployError("credentials-refused", `${about}: AWS does not know the credentials (${fault})`, "Is it the right account, and the right partition's Region?", { cause: error });
}
// ../packages/deploy/src/aws-client.ts
const usual = {
	connectMs: 5e3,
	answerMs: 2e4,
	attempts: 5
};
function awsClient(Service, config = {}, limits = usual) {
	const client = new Service({
		...config,
		maxAttempts: limits.attempts,
		requestHandler: {
			connectionTimeout: limits.connectMs,
			requestTimeout: limits.answerMs,
			throwOnRequestTimeout: true,
			socketTimeout: limits.answerMs
		}
	});
	let answered = false;
	client.middlewareStack.add((next, { clientName = "", commandName = "" }) => async (call) => {
		const about = `${clientName.replace(/Client$/, "")} ${commandName.replace(/Command$/, "")}`;
		try {
			const answer = await next(call);
			answered = true;
			return answer;
		} catch (thrown) {
			const error = thrown;
			if (error.name === "TimeoutError") error.message = `${about}: ${inWords(error, limits)}`;
			throw explainCredentials(about, error, { hadBeenGood: answered });
		}
	}, {
		step: "initialize",
		name: "explainFaults"
	});
	return client;
}
function inWords({ message, $metadata }, limits) {
	const times = `, tried ${$metadata?.attempts ?? 1} times`;
	if (/did not establish a connection/.test(message)) return `no connection within ${limits.connectMs / 1e3} s${times}`;
	if (/requestTimeout|inactivity/.test(message)) return `no answer within ${limits.answerMs / 1e3} s${times}`;
	return message + times;
}
// ../packages/deploy/src/clock.ts
const systemClock = {
	now: () => Date.now(),
	sleep: (ms, signal) => setTimeout(ms, void 0, signal ? { signal } : {})
};
async function pause(clock, ms, signal) {
	try {
		await clock.sleep(ms, signal);
	} catch (error) {
		if (!signal?.aborted) throw error;
	}
}
// ../packages/deploy/src/aws-fault.ts
const passing = /Throttl|TooManyRequests|RequestLimitExceeded|Timeout|ServiceUnavailable|ServerException|InternalFailure/;
const broken = new Set([
	"ECONNRESET",
	"ECONNREFUSED",
	"EPIPE",
	"ETIMEDOUT",
	"EAI_AGAIN",
	"UND_ERR_SOCKET"
]);
function isPassing(error) {
	const { name = "", message = "", code = "", $fault, $metadata } = error;
	const kind = name === "Error" ? message : name;
	return passing.test(kind) || broken.has(code) || $fault === "server" || ($metadata?.httpStatusCode ?? 0) >= 500;
}
const askAgain = 8;
const askAgainForMs = 12e4;
async function askPatiently({ clock, log, signal }, about, ask) {
	const begun = clock.now();
	for (let turn = 1;; turn++) try {
		return await ask();
	} catch (error) {
		const inVain = turn === askAgain || clock.now() - begun >= askAgainForMs;
		if (!isPassing(error) || inVain) throw unknownOutcome(about, error);
		log.warning(`${about}: ${oneLine(error)}; asking again`);
		await pause(clock, turn * 1e3, signal);
	}
}
function whyFailed(error) {
	return error instanceof DeployError ? error.message : oneLine(error);
}
function oneLine(error) {
	const { name, message } = error;
	return `${name}: ${message}`.replaceAll(/\s+/g, " ");
}
function unknownOutcome(about, cause) {
	const fault = credentialsFault(cause);
	if (fault) return credentialsExpired(about, fault, cause);
	const code = cause instanceof DeployError ? cause.code : "unknown-outcome";
	return new DeployError(code, `${about}: what became of it is unknown: ${whyFailed(cause)}`, void 0, { cause });
}
// ../packages/deploy/src/nearest.ts
function nearest(word, known) {
	const found = known.length > 0 ? closest(word, known) : "";
	return found && distance(word, found) <= Math.max(2, word.length / 3) ? `; did you mean ${found}?` : "";
}
// ../packages/deploy/src/inputs.ts
var InputProblems = class extends DeployError {
	problems;
	constructor(problems) {
		super("invalid-inputs", `Invalid inputs:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
		this.problems = problems;
	}
};
function inputReader(raw) {
	const problems = [];
	const problem = (name, text) => void problems.push(`${name}: ${text}`);
	const text = (name) => raw(name).trim();
	return {
		problem,
		optional: (name) => text(name) || void 0,
		required(name) {
			const value = text(name);
			if (!value) problem(name, "is required");
			return value;
		},
		oneOf(name, allowed, fallback) {
			const value = text(name);
			if (!value) return fallback;
			const found = allowed.find((candidate) => candidate === value);
			if (!found) problem(name, `want one of ${allowed.join(", ")}, got "${value}"`);
			return found ?? fallback;
		},
		flag(name, fallback) {
			const value = text(name);
			if (!value) return fallback;
			if (value !== "true" && value !== "false") problem(name, `want true or false, got "${value}"`);
			return value === "true";
		},
		wholeNumber(name, fallback, range) {
			const value = text(name);
			if (!value) return fallback;
			const number = Number(value);
			if (/^\d+$/.test(value) && number >= range.min && number <= range.max) return number;
			problem(name, `want a whole number from ${range.min} to ${range.max}, got "${value}"`);
			return fallback;
		},
		list(name) {
			const value = text(name);
			if (!value.startsWith("[")) return value.split("\n").map((line) => line.trim()).filter(Boolean);
			const parsed = parseJson(value);
			if (Array.isArray(parsed) && parsed.every((entry) => typeof entry === "string")) return parsed;
			problem(name, `want a JSON list of strings or one entry a line, got "${value}"`);
			return [];
		},
		map(name) {
			const value = text(name);
			if (value.startsWith("{")) {
				const parsed = parseJson(value);
				if (isStringMap(parsed)) return parsed;
				problem(name, `want a JSON object of strings or name=value, one a line, got "${value}"`);
				return {};
			}
			const entries = [];
			for (const line of value.split("\n").map((part) => part.trim()).filter(Boolean)) {
				const at = line.indexOf("=");
				if (at < 1) problem(name, `want name=value, one a line, got "${line}"`);
				else entries.push([line.slice(0, at), line.slice(at + 1)]);
			}
			return Object.fromEntries(entries);
		},
		json(name) {
			const value = text(name);
			if (!value) return void 0;
			const parsed = parseJson(value);
			if (parsed === void 0) problem(name, `want JSON, got "${value.slice(0, 80)}"`);
			return parsed;
		},
		done() {
			if (problems.length > 0) throw new InputProblems(problems);
		}
	};
}
function parseJson(value) {
	try {
		return JSON.parse(value);
	} catch {
		return;
	}
}
function isStringMap(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((entry) => typeof entry === "string");
}
export { InputProblems, askPatiently, awsClient, inputReader, isPassing, nearest, oneLine, pause, systemClock, whyFailed };
