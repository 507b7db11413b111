import * as http from "node:http";
import * as https from "node:https";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { proxyOptions } from "../proxy";

export interface PublicAnswer {
  readonly status: number;
  readonly body: string;
  /** How many seconds ago its origin gave it, where a cache has answered instead. */
  readonly age?: number;
}

/** More than any health or version page has. */
const maxBytes = 1_000_000;

/** GET as a user's browser would send it; redirects are not followed. Rejects with the reason when no answer comes in time. */
export function ask(url: string, timeoutMs: number): Promise<PublicAnswer> {
  const target = new URL(url);
  const { request, Agent } = target.protocol === "https:" ? https : http;
  const signal = AbortSignal.timeout(timeoutMs);
  // A connection of its own for each request: a kept one could lead to a task that is draining.
  const options: http.RequestOptions = {
    agent: new Agent(proxyOptions()),
    signal,
    ...(isLocal(target.hostname) ? { hostname: "127.0.0.1" } : {}),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(signal.aborted ? new Error(`no answer in ${timeoutMs / 1000} s`, { cause: error }) : error);
    request(target, { ...options, headers: { host: target.host, "accept-encoding": "identity" } }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxBytes) response.destroy(new Error(`more than ${maxBytes} bytes`));
        else chunks.push(chunk);
      });
      response.on("end", () => {
        try {
          const body = decode(Buffer.concat(chunks), response.headers["content-encoding"]);
          const age = Number(response.headers.age ?? 0);
          resolve({ status: response.statusCode ?? 0, body: body.toString("utf8"), ...(age > 0 ? { age } : {}) });
        } catch (error) {
          fail(error as Error);
        }
      });
      response.on("error", fail);
    })
      .on("error", fail)
      .end();
  });
}

/** A cache may have a compressed answer only, whatever was asked for. */
function decode(body: Buffer, encoding = "identity"): Buffer {
  const decoder = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync }[encoding];
  return decoder && body.length > 0 ? decoder(body, { maxOutputLength: maxBytes }) : body;
}

/** Names below `localhost` are loopback (RFC 6761, section 6.3). Browsers and curl know; Node asks DNS. */
function isLocal(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost");
}
