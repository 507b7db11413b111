import { request } from "node:http";
import { request as request$1 } from "node:https";
// ../packages/deploy/src/public-host/ask.ts
const maxBytes = 1e6;
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
				if (bytes > maxBytes) response.destroy(new Error(`more than ${maxBytes} bytes`));
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
function isLocal(hostname) {
	return hostname === "localhost" || hostname.endsWith(".localhost");
}
export { ask };
