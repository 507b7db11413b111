import { request } from "node:http";
import { request as request$1 } from "node:https";
// ../packages/deploy/src/public-host/ask.ts
/** More than any health or version page has. */
const maxBytes = 1e6;
/** GET as a user's browser would send it; redirects are not followed. Rejects with the reason when no answer comes in time. */
function ask(url, timeoutMs) {
	const target = new URL(url);
	const send = target.protocol === "https:" ? request$1 : request;
	const signal = AbortSignal.timeout(timeoutMs);
	const options = {
		agent: false,
		signal,
		...isLocal(target.hostname) ? { hostname: "127.0.0.1" } : {}
	};
	return new Promise((resolve, reject) => {
		const fail = (error) => reject(signal.aborted ? new Error(`no answer in ${timeoutMs / 1e3} s`, { cause: error }) : error);
		send(target, {
			...options,
			headers: { host: target.host }
		}, (response) => {
			const chunks = [];
			let bytes = 0;
			response.on("data", (chunk) => {
				bytes += chunk.length;
				if (bytes > maxBytes) response.destroy(/* @__PURE__ */ new Error(`more than ${maxBytes} bytes`));
				else chunks.push(chunk);
			});
			response.on("end", () => resolve({
				status: response.statusCode ?? 0,
				body: Buffer.concat(chunks).toString("utf8")
			}));
			response.on("error", fail);
		}).on("error", fail).end();
	});
}
/** Names below `localhost` are loopback (RFC 6761, section 6.3). Browsers and curl know; Node asks DNS. */
function isLocal(hostname) {
	return hostname === "localhost" || hostname.endsWith(".localhost");
}
export { ask };
