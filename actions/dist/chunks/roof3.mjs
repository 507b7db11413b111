import { getInput, info, setFailed, setOutput, setSecret, summary, warning } from "./actions-core.mjs";
import { InputProblems, awsClient, inputReader, nearest, oneLine, pause, systemClock, whyFailed } from "./deploy-base2.mjs";
import { DeployError, describeError } from "./deploy-base.mjs";
// src/assume-role.ts
async function assumeRole(role, idToken, asker) {
	const { fromWebToken } = await import("./aws-credential-provider-web-identity.mjs").then((n) => n.dist_es_exports);
	return fromWebToken({
		roleArn: role.arn,
		roleSessionName: `GitHubActions-${process.env["GITHUB_RUN_ID"] ?? "local"}`,
		durationSeconds: role.durationSeconds,
		webIdentityToken: idToken
	})(asker);
}
// src/id-token.ts
const attempts = 5;
const answerMs = 1e4;
function hasIdentity(env) {
	return Boolean(env["ACTIONS_ID_TOKEN_REQUEST_URL"] && env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]);
}
async function fetchIdToken(env, clock) {
	const url = new URL(env["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "");
	url.searchParams.set("audience", "sts.amazonaws.com");
	const headers = {
		authorization: `Bearer ${env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] ?? ""}`,
		accept: "application/json"
	};
	for (let turn = 1;; turn++) {
		const answer = await ask(url, headers);
		if (answer.kind === "token") return answer.token;
		if (answer.kind === "refused" || turn === attempts) throw new DeployError("no-id-token", `The job's identity token could not be fetched: ${answer.why}`);
		await pause(clock, turn * 1e3);
	}
}
async function ask(url, headers) {
	try {
		const response = await fetch(url, {
			headers,
			redirect: "error",
			signal: AbortSignal.timeout(answerMs)
		});
		if (response.ok) {
			const { value } = await response.json();
			if (typeof value === "string" && value) return {
				kind: "token",
				token: value
			};
			return {
				kind: "refused",
				why: "the answer holds no token"
			};
		}
		return {
			kind: response.status >= 500 || response.status === 429 ? "passing" : "refused",
			why: `HTTP ${response.status}`
		};
	} catch (error) {
		const { name, cause } = error;
		return {
			kind: "passing",
			why: cause?.code ?? name
		};
	}
}
// src/common-inputs.ts
const roleArn = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
function parseCommonInputs(raw, env) {
	const read = inputReader(raw);
	const summary = read.flag("summary", true);
	const arn = read.optional("role-to-assume");
	const durationSeconds = read.wholeNumber("role-duration-seconds", 3600, {
		min: 900,
		max: 43200
	});
	if (arn && !roleArn.test(arn)) read.problem("role-to-assume", `want a role's ARN such as arn:aws:iam::123456789012:role/deployer, got "${arn}"`);
	if (arn && !hasIdentity(env)) read.problem("role-to-assume", "needs the job's identity token: give the job `permissions: id-token: write`");
	read.done();
	return {
		summary,
		role: arn ? {
			arn,
			durationSeconds
		} : void 0
	};
}
// src/unknown-inputs.ts
function givenInputs(env) {
	return Object.keys(env).flatMap((name) => /^INPUT_(.+)$/.exec(name)?.[1]?.toLowerCase() ?? []);
}
function unknownInputs(given, known) {
	const names = [...known].sort();
	return given.filter((name) => !known.has(name)).map((name) => `${name}: is no input of this action${nearest(name, names) || `, which has ${names.join(", ")}`}`);
}
function mayBeAnothers(env) {
	return [
		"ACT",
		"GITEA_ACTIONS",
		"FORGEJO_ACTIONS"
	].some((name) => env[name] === "true");
}
// src/read-inputs.ts
function readInputs({ raw, env, warn }, parse) {
	const asked = new Set();
	const recorded = (name) => (asked.add(name), raw(name));
	const own = problemsOf(() => parse(recorded));
	const common = problemsOf(() => parseCommonInputs(recorded, env));
	const unknown = unknownInputs(givenInputs(env), asked);
	const strange = mayBeAnothers(env);
	if (strange) unknown.forEach(warn);
	const problems = [
		...own.problems,
		...common.problems,
		...strange ? [] : unknown
	];
	if (problems.length > 0 || !("inputs" in own)) throw new InputProblems(problems);
	return own.inputs;
}
function problemsOf(parse) {
	try {
		return {
			problems: [],
			inputs: parse()
		};
	} catch (error) {
		if (error instanceof InputProblems) return { problems: error.problems };
		throw error;
	}
}
// src/role-credentials.ts
const renewEarlyMs = 3e5;
function roleCredentials(role, tools) {
	let session;
	let renewing;
	async function renew(asker) {
		try {
			const idToken = await tools.idToken();
			tools.mask(idToken);
			const credentials = await tools.assume(role, idToken, asker);
			for (const secret of [credentials.secretAccessKey, credentials.sessionToken]) if (secret) tools.mask(secret);
			const now = tools.clock.now();
			const endsAt = credentials.expiration?.getTime() ?? now + role.durationSeconds * 1e3;
			session = {
				credentials,
				endsAt,
				renewAt: endsAt - Math.min(renewEarlyMs, (endsAt - now) / 4)
			};
			return credentials;
		} catch (error) {
			if (session && tools.clock.now() < session.endsAt) {
				tools.warn(`${role.arn}: the credentials could not be renewed yet: ${oneLine(error)}`);
				return session.credentials;
			}
			throw notAssumed(role, error, session !== void 0);
		}
	}
	return (asker) => {
		if (session && tools.clock.now() < session.renewAt) return Promise.resolve(session.credentials);
		return renewing ??= renew(asker).finally(() => renewing = void 0);
	};
}
function notAssumed({ arn }, cause, renewal) {
	return renewal ? new DeployError("credentials-expired", `${arn}: the credentials expired and could not be renewed, so what became of what was begun is unknown: ${oneLine(cause)}`, void 0, { cause }) : new DeployError("role-not-assumed", `${arn} could not be assumed: ${oneLine(cause)}`, "Its trust policy must name this repository's token: audience sts.amazonaws.com, and the `sub` of this run.", { cause });
}
// src/supported.ts
function requireSupported({ platform, arch }) {
	if (platform === "linux" && (arch === "x64" || arch === "arm64")) return;
	throw new DeployError("unsupported-runner", `This action runs on Linux runners with x64 or arm64; this one is ${platform} on ${arch}`, "Give the job `runs-on: ubuntu-latest`, `ubuntu-24.04-arm`, or a self-hosted Linux runner.");
}
// src/run-action.ts
async function runAction(body) {
	const abort = new AbortController();
	const cancel = () => abort.abort();
	process.once("SIGINT", cancel).once("SIGTERM", cancel);
	let summarised = false;
	const raw = (name) => getInput(name);
	const log = {
		info: (line) => info(line),
		warning: (line) => warning(line)
	};
	const summarise = async (markdown) => {
		summarised = true;
		if (getInput("summary") === "false" || !process.env["GITHUB_STEP_SUMMARY"]) return;
		await summary.addRaw(markdown, true).write();
	};
	try {
		requireSupported(process);
		await body({
			read: (parse) => readInputs({
				raw,
				env: process.env,
				warn: (text) => log.warning(text)
			}, parse),
			aws: clientMaker(raw, log),
			log,
			cancelled: abort.signal,
			output(values) {
				for (const [name, value] of Object.entries(values)) setOutput(name, value);
			},
			summarise
		});
	} catch (error) {
		setFailed(describeError(error));
		setOutput("reason", whyFailed(error).replaceAll(/\s+/g, " "));
		if (error instanceof DeployError && !(error instanceof InputProblems) && !summarised) await summarise(`**Failed:** ${describeError(error)}`);
	} finally {
		process.off("SIGINT", cancel).off("SIGTERM", cancel);
	}
}
function clientMaker(raw, log) {
	let credentials;
	return (Service, config, limits) => {
		const { role } = parseCommonInputs(raw, process.env);
		if (role) credentials ??= roleCredentials(role, {
			clock: systemClock,
			idToken: () => fetchIdToken(process.env, systemClock),
			assume: assumeRole,
			mask: setSecret,
			warn: (text) => log.warning(text)
		});
		return awsClient(Service, {
			...credentials ? { credentials } : {},
			...config
		}, limits);
	};
}
export { runAction };
