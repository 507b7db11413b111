import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { problem, session } from "@cashsouk/types";
import { query } from "@cashsouk/testing/postgres";
import { demoDatabase } from "../../../__tests__/database";
import { type AskOptions, serve, type Server } from "../../../__tests__/serve";
import { serverVariables } from "../../../__tests__/variables";

let database: Awaited<ReturnType<typeof demoDatabase>>;

beforeAll(async () => {
  database = await demoDatabase();
});
afterAll(() => database.drop());

const keys = {
  issuer: serverVariables.ISSUER_PORTAL_KEY,
  admin: serverVariables.ADMIN_PORTAL_KEY,
};
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const newHandle = () => createHash("sha256").update(randomBytes(32)).digest("hex");
const value = (change: object = {}) => ({
  sealed: "c2VhbGVkIGJ5IHRoZSBwb3J0YWw=",
  subject: "a-user",
  expiresAt: inHours(8),
  idleSeconds: 1800,
  ...change,
});

/** Asks as the issuer's portal, or as `portal`. */
async function portals() {
  const server = await serve(database.url);
  const as =
    (portal: keyof typeof keys) =>
    (method: string, path: string, options: AskOptions = {}) =>
      server.ask(`/api/v1/sessions/${path}`, {
        method,
        ...options,
        headers: { "x-portal-key": keys[portal], ...options.headers },
      });
  return { server, issuer: as("issuer"), admin: as("admin") };
}

const codeOf = ({ status, body }: Awaited<ReturnType<Server["ask"]>>) => [status, problem.parse(body).code];
const ended = [404, "session-ended"];
const row = (handle: string) =>
  query<{ created_at: Date; used_at: Date }>(database.url, `SELECT * FROM sessions WHERE handle = '${handle}'`);
const change = (handle: string, sql: string) =>
  query(database.url, `UPDATE sessions SET ${sql} WHERE handle = '${handle}'`);

describe("a portal's session", () => {
  test("comes back as it was given, is written again, and is gone when it was ended", async () => {
    const { issuer } = await portals();
    const handle = newHandle();
    const first = value();
    expect((await issuer("PUT", handle, { body: first })).status).toBe(204);
    const { status, body } = await issuer("GET", handle);
    expect(status).toBe(200);
    expect(session.parse(body)).toEqual({ sealed: first.sealed, expiresAt: first.expiresAt });
    expect((await issuer("PUT", handle, { body: value({ sealed: "YW5vdGhlcg==" }) })).status).toBe(204);
    expect((await issuer("GET", handle)).body).toMatchObject({ sealed: "YW5vdGhlcg==" });
    expect((await issuer("DELETE", handle)).status).toBe(204);
    expect(codeOf(await issuer("GET", handle))).toEqual(ended);
    expect((await issuer("DELETE", handle)).status).toBe(204);
  });

  test("is none to another portal, which can neither read, take, change nor end it", async () => {
    const { issuer, admin } = await portals();
    const handle = newHandle();
    await issuer("PUT", handle, { body: value() });
    expect(codeOf(await admin("GET", handle))).toEqual(ended);
    expect(codeOf(await admin("POST", `${handle}/take`))).toEqual(ended);
    expect(codeOf(await admin("PUT", handle, { body: value() }))).toEqual(ended);
    expect((await admin("DELETE", handle)).status).toBe(204);
    expect((await issuer("GET", handle)).status).toBe(200);
  });

  test("that is taken is given once, also to two that ask at the same time", async () => {
    const { issuer } = await portals();
    const handle = newHandle();
    await issuer("PUT", handle, { body: value({ subject: null }) });
    const answers = await Promise.all([1, 2, 3, 4].map(() => issuer("POST", `${handle}/take`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404, 404]);
    expect(session.parse(answers.find(({ status }) => status === 200)?.body).sealed).toBe(value().sealed);
  });

  test("ends when it was not used for its idle time, which every reading starts anew", async () => {
    const { issuer } = await portals();
    const handle = newHandle();
    await issuer("PUT", handle, { body: value({ idleSeconds: 3600 }) });
    await change(handle, "used_at = now() - interval '59 minutes'");
    const [before] = await row(handle);
    expect((await issuer("GET", handle)).status).toBe(200);
    const [after] = await row(handle);
    expect(after?.used_at.getTime()).toBeGreaterThan(before?.used_at.getTime() ?? Infinity);
    await change(handle, "used_at = now() - interval '61 minutes'");
    expect(codeOf(await issuer("GET", handle))).toEqual(ended);
    expect(codeOf(await issuer("POST", `${handle}/take`))).toEqual(ended);
  });

  test("ends at its end, however much it is used", async () => {
    const { issuer } = await portals();
    const handle = newHandle();
    await issuer("PUT", handle, { body: value() });
    await change(handle, "expires_at = now() - interval '1 second'");
    expect(codeOf(await issuer("GET", handle))).toEqual(ended);
  });

  test("keeps its beginning when it is written again, and has a new one after its end", async () => {
    const { issuer } = await portals();
    const handle = newHandle();
    await issuer("PUT", handle, { body: value() });
    await change(handle, "created_at = '2026-01-01T00:00:00Z'");
    await issuer("PUT", handle, { body: value() });
    expect((await row(handle))[0]?.created_at).toEqual(new Date("2026-01-01T00:00:00Z"));
    await change(handle, "expires_at = now() - interval '1 second'");
    await issuer("PUT", handle, { body: value() });
    expect((await row(handle))[0]?.created_at).not.toEqual(new Date("2026-01-01T00:00:00Z"));
  });

  test("that was ended meanwhile is not brought back by a portal that asks for a change only", async () => {
    const { issuer, admin } = await portals();
    const handle = newHandle();
    const changeOnly = { body: value(), headers: { "if-match": "*" } };
    await issuer("PUT", handle, { body: value() });
    expect((await issuer("PUT", handle, changeOnly)).status).toBe(204);
    expect(codeOf(await admin("PUT", handle, changeOnly))).toEqual([412, "session-ended"]);
    await issuer("DELETE", handle);
    expect(codeOf(await issuer("PUT", handle, changeOnly))).toEqual([412, "session-ended"]);
    expect(await row(handle)).toEqual([]);
  });
});

describe("a session is not kept", () => {
  test.each([
    ["beyond twelve hours", () => ({ expiresAt: inHours(12.1) }), "expiresAt"],
    ["that has ended already", () => ({ expiresAt: inHours(-1) }), "expiresAt"],
    ["without an idle time", () => ({ idleSeconds: undefined }), "idleSeconds"],
    ["with what is not base64", () => ({ sealed: "<tokens>" }), "sealed"],
  ])("%s: the answer names the field", async (_title, wrong, field) => {
    const { issuer } = await portals();
    const answer = await issuer("PUT", newHandle(), { body: value(wrong()) });
    expect(codeOf(answer)).toEqual([400, "invalid-request"]);
    expect(problem.parse(answer.body).errors?.map((error) => error.field)).toEqual([field]);
  });

  test("under an id that is no digest, nor without a body, nor with one that is too long", async () => {
    const { issuer } = await portals();
    const wrong = await issuer("PUT", "an-id", { body: value() });
    expect(problem.parse(wrong.body).errors).toEqual([
      { field: "handle", message: "want 64 lower-case hexadecimal digits" },
    ]);
    expect(codeOf(await issuer("PUT", newHandle()))).toEqual([400, "invalid-request"]);
    const long = await issuer("PUT", newHandle(), { body: value({ sealed: "A".repeat(40_000) }) });
    expect(codeOf(long)).toEqual([413, "invalid-request"]);
  });

  test("at its longest it is", async () => {
    const { issuer } = await portals();
    const handle = newHandle();
    const sealed = "A".repeat(24 * 1024);
    expect((await issuer("PUT", handle, { body: value({ sealed }) })).status).toBe(204);
    expect((await issuer("GET", handle)).body).toMatchObject({ sealed });
  });
});

describe("who is no portal", () => {
  test("is refused on every route, with one answer; the log says why", async () => {
    const { server } = await portals();
    const answers = new Set<string>();
    for (const headers of [{}, { "x-portal-key": "" }, { "x-portal-key": keys.issuer.slice(1) }])
      for (const [method, path] of [
        ["PUT", ""],
        ["GET", ""],
        ["POST", "/take"],
        ["DELETE", ""],
      ] as const) {
        const { status, body } = await server.ask(`/api/v1/sessions/${newHandle()}${path}`, { method, headers });
        answers.add(`${status} ${problem.parse(body).code}`);
      }
    await server.stop();
    expect([...answers]).toEqual(["401 portal-only"]);
    const reasons = server.log.filter(({ msg }) => msg === "refused").map(({ reason }) => reason);
    expect([...new Set(reasons)]).toEqual(["no portal key", "not a portal's key"]);
    expect(JSON.stringify(server.log)).not.toContain(keys.issuer.slice(1));
  });

  test("is counted by address, while portals are not counted", async () => {
    const server = await serve(database.url, { RATE_LIMIT_PER_MINUTE: "2" });
    const get = async (headers: Record<string, string> = {}) =>
      (await server.get(`/api/v1/sessions/${newHandle()}`, headers)).status;
    const portal = { "x-portal-key": keys.issuer };
    expect([await get(portal), await get(portal), await get(portal)]).toEqual([404, 404, 404]);
    expect([await get(), await get(), await get()]).toEqual([401, 401, 429]);
    expect(await get(portal)).toBe(404);
  });
});

test("the log names the portal that asked", async () => {
  const { server, admin } = await portals();
  await admin("GET", newHandle());
  await server.stop();
  expect(server.log.find(({ msg }) => msg === "answered")).toMatchObject({ portal: "admin" });
});
