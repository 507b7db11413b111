import { get as plain, type RequestOptions } from "node:http";
import { get as secure } from "node:https";
import type { LookupFunction } from "node:net";
import type { HttpGet } from "./ports";

const timeoutMs = 10_000;
const bodyLimit = 64 * 1024;

/** `localhost` and what is below it is this machine (RFC 6761, section 6.3); Node would ask DNS for it. */
const loopback: LookupFunction = (_host, { all }, answer) =>
  all ? answer(null, [{ address: "127.0.0.1", family: 4 }]) : answer(null, "127.0.0.1", 4);

/** A GET with a time limit that follows no redirects. */
export const httpGet: HttpGet = (url) =>
  new Promise((resolve, reject) => {
    const { protocol, hostname } = new URL(url);
    const options: RequestOptions = { timeout: timeoutMs, agent: false };
    if (/(^|\.)localhost$/.test(hostname)) options.lookup = loopback;
    const request = (protocol === "https:" ? secure : plain)(url, options, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        if (body.length < bodyLimit) body += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", reject);
    });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    request.on("error", reject);
  });
