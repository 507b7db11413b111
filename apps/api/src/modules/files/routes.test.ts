import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { completedFile, file, fileAddress, filePage, maxFileBytes, problem, upload } from "@cashsouk/types";
import { query } from "@cashsouk/testing/postgres";
import { sha256Of, startBucket } from "../../../__tests__/bucket";
import { demoDatabase } from "../../../__tests__/database";
import { type AskOptions, type Server, serve } from "../../../__tests__/serve";
import { signingKey } from "../../../__tests__/signing-key";
import { accessClaims, startUserPool, type UserPool } from "../../../__tests__/user-pool";

const pdf = Buffer.from("%PDF-1.7\n");
const request = {
  fileName: "invoice.pdf",
  contentType: "application/pdf",
  contentLength: pdf.length,
  sha256: sha256Of(pdf),
};

let database: Awaited<ReturnType<typeof demoDatabase>>;
let bucket: Awaited<ReturnType<typeof startBucket>>;
let pool: UserPool;

beforeAll(async () => {
  database = await demoDatabase();
  bucket = await startBucket();
  pool = await startUserPool();
});
afterAll(async () => {
  await Promise.all([database.drop(), bucket.close(), pool.close()]);
});

const served = (variables: Record<string, string> = {}) =>
  serve(database.url, { ...pool.variables, AWS_ENDPOINT_URL_S3: bucket.url, ...variables });
const ask = ({ ask }: Server, path: string, options: AskOptions = {}, token = pool.accessToken()) =>
  ask(`/api/v1/files${path}`, { ...options, headers: { authorization: `Bearer ${token}` } });
const post = (server: Server, path: string, body: unknown) => ask(server, path, { method: "POST", body });

test("a file goes to the bucket by a signed address, is completed, listed, and had again", async () => {
  const server = await served({ S3_PUBLIC_ENDPOINT: "http://uploads.cashsouk.localhost:8080" });
  const { uploadUrl, key, expiresIn } = upload.parse((await post(server, "/upload-url", request)).body);
  expect([new URL(uploadUrl).host, expiresIn]).toEqual(["uploads.cashsouk.localhost:8080", 900]);
  expect(key).toMatch(new RegExp(`^uploads/${String(accessClaims()["sub"])}/`));

  bucket.objects.set(key, { contentType: "application/pdf", body: pdf });
  const { fileId } = completedFile.parse((await post(server, "/complete", { key })).body);
  expect(filePage.parse((await ask(server, "")).body).items).toMatchObject([{ id: fileId, state: "stored" }]);
  const { url } = fileAddress.parse((await ask(server, `/${fileId}/url`)).body);
  expect(new URL(url).pathname.endsWith(key)).toBe(true);
});

test("with a distribution, neither completion nor the address of a file leads to S3", async () => {
  const server = await served({
    CLOUDFRONT_URL: "https://assets.cashsouk.example",
    CLOUDFRONT_KEY_PAIR_ID: "K2JCJMDEHXQW5F",
    CLOUDFRONT_PRIVATE_KEY: signingKey().privateKey.replaceAll("\n", "\\n"),
  });
  const { key } = upload.parse((await post(server, "/upload-url", request)).body);
  bucket.objects.set(key, { contentType: "application/pdf", body: pdf });
  const completed = completedFile.parse((await post(server, "/complete", { key })).body);
  const { url, expiresIn } = fileAddress.parse((await ask(server, `/${completed.fileId}/url`)).body);
  for (const address of [completed.url, url]) {
    expect(new URL(address).host).toBe("assets.cashsouk.example");
    expect(new URL(address).searchParams.get("Key-Pair-Id")).toBe("K2JCJMDEHXQW5F");
  }
  expect(expiresIn).toBe(60);
});

test("a file is of the one company that its owner acts for", async () => {
  const server = await served();
  await server.ask("/api/v1/me", {
    method: "PUT",
    body: { idToken: pool.idToken() },
    headers: { authorization: `Bearer ${pool.accessToken()}` },
  });
  const { key } = upload.parse((await post(server, "/upload-url", request)).body);
  const [row] = await query(
    database.url,
    `SELECT issuers.name FROM files JOIN issuers ON issuers.id = issuer_id WHERE key = '${key}'`,
  );
  expect(row).toBeDefined();
});

describe("whoever", () => {
  test.each([
    ["is not signed in is refused", () => "", 401, "unauthenticated"],
    ["is no issuer is refused", () => pool.accessToken({ "cognito:groups": ["investor"] }), 403, "forbidden"],
  ])("%s", async (_title, token, status, code) => {
    const answer = await ask(await served(), "", {}, token());
    expect([answer.status, problem.parse(answer.body).code]).toEqual([status, code]);
  });
});

test.each([
  ["/upload-url", {}, 400, "invalid-request", "fileName"],
  ["/upload-url", { ...request, contentType: "image/gif" }, 422, "file-type-refused", "contentType"],
  ["/upload-url", { ...request, contentLength: 10_485_761 }, 413, "file-too-large", "contentLength"],
  ["/complete", {}, 400, "invalid-request", "key"],
  ["/complete", { key: "uploads/somebody/else" }, 404, "not-found", undefined],
])("POST %s with %j is answered %d %s, naming %s", async (path, body, status, code, field) => {
  const answer = await post(await served(), path, body);
  const { code: given, errors } = problem.parse(answer.body);
  expect([answer.status, given, errors?.[0]?.field]).toEqual([status, code, field]);
});

describe("a body is refused with a problem", () => {
  const send = async (body: string | Buffer, headers: Record<string, string>, path = "/upload-url") => {
    const { port } = await served();
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/files${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${pool.accessToken()}`, "content-type": "application/json", ...headers },
      body,
    });
    return [response.status, problem.parse(await response.json()).code];
  };
  const good = JSON.stringify(request);

  test.each<[string, string | Buffer, Record<string, string>, number]>([
    ["that is no JSON", "{", {}, 400],
    ["that is a list", "[]", {}, 400],
    ["that is a text", '"a"', {}, 400],
    ["of another type", good, { "content-type": "text/plain" }, 400],
    ["of brackets, as many as there is room for", "[".repeat(8000), {}, 400],
    ["of objects in objects", '{"a":'.repeat(1000) + "1" + "}".repeat(1000), {}, 400],
    ["that is too long", JSON.stringify({ ...request, more: "a".repeat(9000) }), {}, 413],
    [
      "that is short, and long when it is unpacked",
      gzipSync(good + " ".repeat(5_000_000)),
      { "content-encoding": "gzip" },
      413,
    ],
    ["that is packed and broken", gzipSync(good).subarray(0, 20), { "content-encoding": "gzip" }, 400],
    ["packed in a way that we do not know", good, { "content-encoding": "zip" }, 415],
    ["in letters that we do not know", good, { "content-type": "application/json; charset=x" }, 415],
    ["whose own words are another object's", '{"__proto__":' + good + "}", {}, 400],
  ])("%s", async (_title, body, headers, status) =>
    expect(await send(body, headers)).toEqual([status, "invalid-request"]),
  );
});

test("a question asked twice is refused or has one meaning, and a path that hides another is a file's or none", async () => {
  const server = await served();
  const statusOf = async (path: string) => [path, (await ask(server, path)).status];
  for (const path of ["?limit=1&limit=2", "?limit=", "?limit=1e9", "?limit=-1", "?cursor=a&cursor=b", "?cursor=%00"])
    expect(await statusOf(path)).toEqual([path, 400]);
  for (const path of ["/%2e%2e/url", "/%2F/url", "/%00/url", "/%E0%A4%A/url", "/..%2fme/url", "/a%0d%0ab/url"])
    expect(await statusOf(path)).toEqual([path, 400]);
});

test("a file that is too large is told the limit in bytes, and as people read it", async () => {
  const { body } = await post(await served(), "/upload-url", { ...request, contentLength: maxFileBytes + 1 });
  expect(problem.parse(body).errors).toEqual([
    { field: "contentLength", message: "want 1 to 10485760 bytes (10 MB), got 10485761" },
  ]);
});

test("a path that is no file's is refused, naming what is wanted", async () => {
  const { body } = await ask(await served(), "/nonsense/url");
  expect(problem.parse(body).errors).toEqual([{ field: "id", message: "want a file's id" }]);
});

test("what the list gives is a file as agreed, and no more", async () => {
  const server = await served();
  await post(server, "/upload-url", request);
  const { items } = (await ask(server, "")).body as { items: object[] };
  for (const item of items) expect(file.strict().parse(item)).toEqual(item);
});

test("neither addresses nor names of files are in the log", async () => {
  const server = await served();
  await post(server, "/upload-url", { ...request, fileName: "s3cret.pdf" });
  await server.stop();
  expect(JSON.stringify(server.log)).not.toMatch(/s3cret|X-Amz|Signature|PRIVATE KEY/);
});
