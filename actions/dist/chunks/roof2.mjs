import { DeployError } from "./deploy-base.mjs";
import { imageBytes, manifestTypes, tagTaken } from "./deploy-image3.mjs";
import { createHash } from "node:crypto";
// ../packages/deploy/src/image/oci/challenge.ts
function parseChallenge(header) {
	const [, scheme = "", rest = ""] = /^\s*(\w+)\s*(.*)$/s.exec(header) ?? [];
	if (/^basic$/i.test(scheme)) return { scheme: "basic" };
	if (!/^bearer$/i.test(scheme)) return void 0;
	const fields = new Map();
	for (const [, name = "", quoted, bare] of rest.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g)) fields.set(name.toLowerCase(), quoted ?? bare ?? "");
	const [realm, service, scope] = [
		"realm",
		"service",
		"scope"
	].map((name) => fields.get(name));
	if (!realm) return void 0;
	return {
		scheme: "bearer",
		realm,
		...service ? { service } : {},
		...scope ? { scope } : {}
	};
}
// ../packages/deploy/src/image/oci/wire.ts
const answerMs = 3e4;
const attempts = 5;
const longestPauseMs = 6e4;
async function send(url, init, { clock, signal }) {
	for (let attempt = 1;; attempt++) {
		const limit = AbortSignal.timeout(answerMs);
		const answer = await fetch(url, {
			...init,
			signal: signal ? AbortSignal.any([signal, limit]) : limit
		}).catch((cause) => cause);
		if (signal?.aborted) throw new DeployError("cancelled", `cancelled: asking ${url.host}`);
		if (answer instanceof Response && answer.status !== 429 && answer.status < 500) return answer;
		const pauseMs = retryAfterMs(answer, clock) ?? 1e3 * 2 ** (attempt - 1);
		if (attempt === attempts || pauseMs > longestPauseMs) {
			if (answer instanceof Response && answer.status !== 429) return answer;
			throw inVain(url, answer, pauseMs);
		}
		if (answer instanceof Response) await answer.body?.cancel();
		await clock.sleep(pauseMs, signal);
	}
}
function inVain(url, answer, pauseMs) {
	if (answer instanceof Response) return new DeployError("rate-limited", `${url.host} limits how often it is asked, and wants ${Math.ceil(pauseMs / 1e3)} s of patience`, "Log in (anonymous limits are lower), or lower `parallel`.");
	const why = answer.name === "TimeoutError" ? `no answer within ${answerMs / 1e3} s` : reasonOf(answer);
	return new DeployError("no-registry", `${url.host} can't be reached: ${why}`, void 0, { cause: answer });
}
function reasonOf(error) {
	return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
function retryAfterMs(answer, clock) {
	const text = answer instanceof Response ? answer.headers.get("retry-after") : null;
	if (!text) return void 0;
	if (/^\d+$/.test(text)) return Number(text) * 1e3;
	const at = Date.parse(text);
	return Number.isNaN(at) ? void 0 : Math.max(0, at - clock.now());
}
// ../packages/deploy/src/image/oci/session.ts
function openSession(host, credentials, options) {
	const origin = `${isLoopback(host) ? "http" : "https"}://${host}`;
	const authorizations = new Map();
	async function authorize(repository, challenge) {
		const basic = credentials && `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64")}`;
		if (challenge.scheme === "basic") {
			if (basic) return basic;
			throw refused(host, repository, "it wants a login, and there is none");
		}
		const realm = URL.canParse(challenge.realm) ? new URL(challenge.realm) : void 0;
		if (!realm || realm.protocol !== "https:" && !(realm.protocol === "http:" && isLoopback(realm.host))) throw refused(host, repository, `it sends logins to ${challenge.realm}, which is not https`);
		if (challenge.service) realm.searchParams.set("service", challenge.service);
		realm.searchParams.set("scope", challenge.scope ?? `repository:${repository}:pull,push`);
		const answer = await send(realm, { headers: basic ? { authorization: basic } : {} }, options);
		if (!answer.ok) throw refused(host, repository, `${realm.host} gave no token: ${await inWords(answer)}`);
		const { token, access_token } = await answer.json();
		const given = token ?? access_token;
		if (!given) throw refused(host, repository, `${realm.host} answered without a token`);
		return `Bearer ${given}`;
	}
	return { async call(repository, path, init = {}) {
		const url = new URL(`${origin}/v2/${repository}/${path}`);
		const ask = () => {
			const authorization = authorizations.get(repository);
			return send(url, {
				...init,
				headers: {
					...init.headers,
					...authorization ? { authorization } : {}
				}
			}, options);
		};
		const first = await ask();
		if (first.status !== 401) return first;
		const challenge = parseChallenge(first.headers.get("www-authenticate") ?? "");
		if (!challenge) throw refused(host, repository, await inWords(first));
		await first.body?.cancel();
		authorizations.set(repository, await authorize(repository, challenge));
		const second = await ask();
		if (second.status === 401) throw refused(host, repository, await inWords(second));
		return second;
	} };
}
async function inWords(answer) {
	const { errors } = parseErrors(await answer.text());
	const told = errors.map(({ code, message }) => [code, message].filter(Boolean).join(": ")).join("; ");
	return told ? `HTTP ${answer.status}, ${told}` : `HTTP ${answer.status}`;
}
function parseErrors(text) {
	try {
		const { errors } = JSON.parse(text);
		return { errors: Array.isArray(errors) ? errors : [] };
	} catch {
		return { errors: [] };
	}
}
function refused(host, repository, why) {
	return new DeployError("registry-refused", `${host} refuses access to ${repository}: ${why}`, "Give `username` and `password` of somebody who may push there, or log in before this step.");
}
function isLoopback(host) {
	return /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host);
}
// ../packages/deploy/src/image/oci/registry.ts
const dockerHub = "docker.io";
function ociRegistry({ host, credentials, ...options }) {
	const session = openSession(host === dockerHub ? "registry-1.docker.io" : host, credentials, options);
	const headers = { accept: manifestTypes.join(", ") };
	const at = (reference) => `manifests/${reference}`;
	async function failed(repository, doing, answer) {
		const words = await inWords(answer);
		if (answer.status === 401 || answer.status === 403) return refused(host, repository, words);
		return new DeployError("registry-refused", `${host}: ${doing} failed: ${words}`);
	}
	async function digestOf(repository, tag) {
		const answer = await session.call(repository, at(tag), {
			method: "HEAD",
			headers
		});
		if (answer.status === 404) return void 0;
		if (!answer.ok) throw await failed(repository, `looking for ${repository}:${tag}`, answer);
		return answer.headers.get("docker-content-digest") ?? (await read(repository, tag))?.digest;
	}
	async function read(repository, reference) {
		const answer = await session.call(repository, at(reference), { headers });
		if (answer.status === 404) return void 0;
		if (!answer.ok) throw await failed(repository, `reading ${repository} ${reference}`, answer);
		const manifest = Buffer.from(await answer.arrayBuffer());
		const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
		if (reference.startsWith("sha256:") && reference !== digest) throw new DeployError("registry-lied", `${host}: ${repository}@${reference} is in fact ${digest}`);
		return {
			digest,
			manifest: manifest.toString(),
			mediaType: answer.headers.get("content-type") ?? void 0
		};
	}
	return {
		logIn: () => Promise.resolve({
			host,
			...credentials ? { login: {
				host,
				...credentials
			} } : {}
		}),
		async find(repository, reference) {
			const digest = reference.startsWith("sha256:") ? reference : await digestOf(repository, reference);
			const found = digest && await read(repository, digest);
			if (!found) return void 0;
			const bytes = await imageBytes(found.manifest, async (child) => (await read(repository, child))?.manifest);
			return {
				...found,
				bytes
			};
		},
		async tag(repository, { digest: wanted, manifest, mediaType }, { name, fixed }) {
			const tag = `${repository}:${name}`;
			const present = await digestOf(repository, name);
			if (present === wanted) return;
			if (present && fixed) throw tagTaken({
				tag,
				present,
				wanted
			});
			const put = {
				method: "PUT",
				headers: { "content-type": mediaType ?? JSON.parse(manifest).mediaType ?? manifestTypes[0] },
				body: manifest
			};
			const answer = await session.call(repository, at(name), put);
			if (answer.ok) return;
			const failure = await failed(repository, `tagging ${tag}`, answer);
			const now = await digestOf(repository, name);
			if (now === wanted) return;
			throw now ? tagTaken({
				tag,
				present: now,
				wanted,
				cause: failure
			}) : failure;
		}
	};
}
export { ociRegistry };
