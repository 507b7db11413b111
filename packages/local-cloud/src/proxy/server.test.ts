import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { createServer, request, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getSignedUrl } from "@aws-sdk/cloudfront-signer";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Distribution } from "./distribution";
import { proxyServer } from "./server";

const hosts = ["cashsouk.localhost", "api.cashsouk.localhost"];
const servers: Server[] = [];
let seen: { headers: IncomingMessage["headers"]; method: string; url: string; body: string } | undefined;
let origin: AddressInfo;
let secret: string | undefined;
let distribution: Distribution | undefined;
const newPair = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
/** By key pair id. */
const pairs = { K1: newPair(), K2: newPair() };
type PairId = keyof typeof pairs;
const trusted = (...ids: PairId[]): Distribution => ({
  domain: "d123.cloudfront.net",
  behaviors: [
    { pathPattern: "public/*", keys: undefined },
    { pathPattern: "*", keys: new Map(ids.map((id) => [id, createPublicKey(pairs[id].publicKey)])) },
  ],
});

beforeEach(async () => {
  seen = undefined;
  secret = "origin-secret";
  distribution = trusted("K1");
  origin = await listen(
    createServer((incoming, outgoing) => {
      let body = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      incoming.on("end", () => {
        seen = { headers: incoming.headers, method: incoming.method!, url: incoming.url!, body };
        outgoing.writeHead(201, { "set-cookie": ["a=1", "b=2"], "x-answer": "yes" }).end("answered");
      });
    }),
  );
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(server: Server): Promise<AddressInfo> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server.address() as AddressInfo;
}

interface Asked {
  host: string;
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

async function ask({ host, path = "/", method = "GET", headers = {}, body }: Asked, originPort = origin.port) {
  const at = (port: number) => ({ host: "127.0.0.1", port });
  const aws = {
    origin: at(origin.port),
    signInHost: "auth.cashsouk.localhost",
    uploadsHost: "uploads.cashsouk.localhost",
    assetsHost: "assets.cashsouk.localhost",
  };
  const route = { hosts, port: 8080, origin: at(originPort), aws };
  const { port } = await listen(
    proxyServer(route, { secret: () => Promise.resolve(secret), distribution: () => Promise.resolve(distribution) }),
  );
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, method, headers: { ...headers, host } }, resolve)
      .once("error", reject)
      .end(body);
  });
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk as string;
  return { status: response.statusCode, headers: response.headers, text };
}

test("a known host is passed on with the secret header and its own name and port", async () => {
  const answer = await ask({ host: "api.cashsouk.localhost:8080", path: "/api/v1/notes?page=2" });
  expect(answer).toMatchObject({ status: 201, text: "answered" });
  expect(seen).toMatchObject({ method: "GET", url: "/api/v1/notes?page=2" });
  expect(seen?.headers).toMatchObject({
    host: "api.cashsouk.localhost:8080",
    "x-origin-verify": "origin-secret",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": "http",
    "x-forwarded-port": "8080",
  });
});

test("a visitor can't choose the secret header or hide behind another address", async () => {
  await ask({ host: hosts[0]!, headers: { "X-Origin-Verify": "guess", "X-Forwarded-For": "10.0.0.1" } });
  expect(seen?.headers["x-origin-verify"]).toBe("origin-secret");
  expect(seen?.headers["x-forwarded-for"]).toBe("10.0.0.1, 127.0.0.1");
});

test("a body and an answer with several cookies arrive whole", async () => {
  const body = "x".repeat(300_000);
  const answer = await ask({ host: hosts[0]!, method: "POST", body });
  expect(seen).toMatchObject({ method: "POST", body });
  expect(answer.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
});

test.each(["evil.example", "127.0.0.1", "cashsouk.localhost.evil.example", "sub.api.cashsouk.localhost"])(
  "the host %p is refused",
  async (host) => {
    expect(await ask({ host })).toMatchObject({ status: 403, text: `No distribution answers to "${host}".\n` });
    expect(seen).toBeUndefined();
  },
);

test("without a secret nothing is passed on", async () => {
  secret = undefined;
  expect(await ask({ host: hosts[0]! })).toMatchObject({
    status: 503,
    text: expect.stringContaining("Nothing is deployed"),
  });
  expect(seen).toBeUndefined();
});

test("a load balancer that is away is told in words", async () => {
  const gone = await listen(createServer());
  await new Promise((resolve) => servers.pop()!.close(resolve));
  const answer = await ask({ host: hosts[0]! }, gone.port);
  expect(answer).toMatchObject({ status: 502, text: expect.stringMatching(/^The load balancer does not answer: /) });
});

test.each([
  ["a sign-in page", "auth.cashsouk.localhost:8080", "/oauth2/authorize?client_id=a", "GET"],
  ["the sign-in form", "auth.cashsouk.localhost:8080", "/login", "POST"],
  ["a file's signed address", "uploads.cashsouk.localhost:8080", "/bucket/uploads/a.pdf?X-Amz-Signature=b", "PUT"],
  ["a browser's question before it", "uploads.cashsouk.localhost:8080", "/bucket/uploads/a.pdf", "OPTIONS"],
])("%s reaches AWS under the name that was asked, without the origin's secret", async (_title, host, path, method) => {
  secret = undefined;
  expect(await ask({ host, path, method }, 1)).toMatchObject({ status: 201 });
  expect(seen).toMatchObject({ method, url: path, headers: { host } });
  expect(seen?.headers).not.toHaveProperty("x-origin-verify");
});

test.each([
  ["another API", "auth.cashsouk.localhost", "/", "POST", 404],
  ["a user pool's administration", "auth.cashsouk.localhost", "/pool/.well-known/jwks.json", "GET", 404],
  ["a path that only begins like a sign-in's", "auth.cashsouk.localhost", "/login/../bucket", "GET", 404],
  ["the list of buckets", "uploads.cashsouk.localhost", "/", "GET", 404],
  ["a bucket's list", "uploads.cashsouk.localhost", "/bucket/", "GET", 404],
  ["another API", "uploads.cashsouk.localhost", "/bucket/key", "POST", 405],
  ["a removal", "uploads.cashsouk.localhost", "/bucket/key", "DELETE", 405],
])("%s is refused at %s%s (%s)", async (_title, host, path, method, status) => {
  expect(await ask({ host, path, method })).toMatchObject({ status });
  expect(seen).toBeUndefined();
});

const assets = "assets.cashsouk.localhost:8080";
const signedPath = (path: string, seconds = 60, keyPairId: PairId = "K1") =>
  getSignedUrl({
    url: `http://${assets}${path}`,
    keyPairId,
    privateKey: pairs[keyPairId].privateKey,
    dateLessThan: new Date(Date.now() + seconds * 1000),
    algorithm: "SHA256",
  }).replace(`http://${assets}`, "");

test("a file's signed address reaches the distribution under its own name, as over TLS", async () => {
  const path = signedPath("/uploads/a?response-content-type=application%2Fpdf");
  expect(await ask({ host: assets, path }, 1)).toMatchObject({ status: 201 });
  expect(seen).toMatchObject({ url: path, headers: { host: "d123.cloudfront.net", "x-forwarded-proto": "https" } });
  expect(seen?.headers).not.toHaveProperty("x-origin-verify");
});

test.each([
  ["without a signature", "/uploads/a", "MissingKey", "Missing Key-Pair-Id query parameter or cookie value"],
  ["after its time", signedPath("/uploads/a", -1), "AccessDenied", "Access denied"],
  ["for another file", signedPath("/uploads/a").replace("/uploads/a", "/uploads/b"), "AccessDenied", "Access denied"],
])("an address %s is refused in CloudFront's words", async (_title, path, code, message) => {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  expect(await ask({ host: assets, path })).toMatchObject({
    status: 403,
    text: body,
    headers: { "content-type": "text/xml" },
  });
  expect(seen).toBeUndefined();
});

test.each(["/public/risk.pdf", "/public/a/b.svg?version=2", "/uploads/../public/a"])(
  "a public asset needs no signature: %s",
  async (path) => {
    expect(await ask({ host: assets, path })).toMatchObject({ status: 201 });
    expect(seen).toMatchObject({ url: path, headers: { host: "d123.cloudfront.net" } });
  },
);

test.each([
  "/public",
  "/Public/a",
  "//public/a",
  "/publicity/a",
  "/a/public/a",
  "/public/../uploads/a",
  "/public/%2e%2e/uploads/a",
  "/public/.%2E/uploads/a",
  "/public\\..\\uploads/a",
  "/uploads/public/a",
  "http://elsewhere/public/a",
])("what only looks like a public asset needs one: %s", async (path) => {
  expect(await ask({ host: assets, path })).toMatchObject({ status: 403, text: expect.stringContaining("MissingKey") });
  expect(seen).toBeUndefined();
});

test("a rotation of the signing key refuses nobody who has an address of a trusted key, and then the former key", async () => {
  const [former, next] = [signedPath("/uploads/a", 60, "K1"), signedPath("/uploads/a", 60, "K2")];
  const formerEnded = signedPath("/uploads/a", -1, "K1");
  const seenBy = async (...ids: PairId[]) => {
    distribution = trusted(...ids);
    const answers: (number | string | undefined)[] = [];
    for (const path of [former, formerEnded, next]) {
      const { status, text } = await ask({ host: assets, path });
      answers.push(/<Code>(\w+)/.exec(text)?.[1] ?? status);
    }
    return answers;
  };
  expect(await seenBy("K1")).toEqual([201, "AccessDenied", "InvalidKey"]);
  expect(await seenBy("K1", "K2")).toEqual([201, "AccessDenied", 201]);
  expect(await seenBy("K2")).toEqual(["InvalidKey", "InvalidKey", 201]);
});

test("before there is a distribution, no file is served", async () => {
  distribution = undefined;
  expect(await ask({ host: assets, path: signedPath("/uploads/a") })).toMatchObject({ status: 503 });
  expect(seen).toBeUndefined();
});

test("its own health is asked on loopback, under any host", async () => {
  expect(await ask({ host: "127.0.0.1", path: "/__proxy/health" })).toMatchObject({ status: 200, text: "ok\n" });
});
