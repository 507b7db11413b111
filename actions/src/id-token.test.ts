import { afterEach, expect, test } from "@jest/globals";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { hasIdentity } from "./common-inputs";
import { fetchIdToken } from "./id-token";

let server: Server;
let asked: IncomingMessage[];
afterEach(() => void server.close());

/** GitHub's token service on loopback: its answers in order, of which the last one repeats. */
async function serve(...answers: { status: number; headers?: Record<string, string>; body?: unknown }[]) {
  asked = [];
  server = createServer((request, response) => {
    const {
      status,
      headers = {},
      body = {},
    } = answers[Math.min(asked.push(request), answers.length) - 1] ?? { status: 500 };
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-secret",
  };
}
const given = { status: 200, body: { value: "identity-secret" } };

test("the token is asked for AWS, with the right that the job was given", async () => {
  expect(await fetchIdToken(await serve(given), makeTestClock())).toBe("identity-secret");
  expect(asked.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ["/token?api-version=2.0&audience=sts.amazonaws.com", "Bearer request-secret"],
  ]);
});

test("what may pass is asked again", async () => {
  const env = await serve({ status: 503 }, { status: 429 }, given);
  expect(await fetchIdToken(env, makeTestClock())).toBe("identity-secret");
});

test.each([
  ["what stays broken, after five times", { status: 500 }, "HTTP 500", 5],
  ["a refusal, at once", { status: 403 }, "HTTP 403", 1],
  ["an answer without a token, at once", { status: 200, body: { value: "" } }, "the answer holds no token", 1],
])("%s, is one error that holds no secret", async (_, answer, why, times) => {
  const error = await fetchIdToken(await serve(answer), makeTestClock()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "no-id-token",
    message: `The job's identity token could not be fetched: ${why}`,
  });
  expect(asked).toHaveLength(times);
});

test("the request's own token follows no redirect", async () => {
  const env = await serve({ status: 302, headers: { location: "/elsewhere" } }, given);
  await expect(fetchIdToken(env, makeTestClock())).resolves.toBe("identity-secret");
  expect(asked.map(({ url }) => url?.split("?")[0])).toEqual(["/token", "/token"]);
});

test.each([
  [{}, false],
  [{ ACTIONS_ID_TOKEN_REQUEST_URL: "https://x" }, false],
  [{ ACTIONS_ID_TOKEN_REQUEST_URL: "https://x", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "x" }, true],
])("with %j a job may ask for an identity token: %s", (env, may) => expect(hasIdentity(env)).toBe(may));
