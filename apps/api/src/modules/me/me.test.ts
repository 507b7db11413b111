import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { adminOverview, me, mySessions, notePage, problem, sessionHandleHeader } from "@cashsouk/types";
import { fault, type Script } from "@cashsouk/testing/aws-wire";
import { query } from "@cashsouk/testing/postgres";
import { demoDatabase } from "../../../__tests__/database";
import { serve } from "../../../__tests__/serve";
import { type Claims, inMinutes, startUserPool, type UserPool } from "../../../__tests__/user-pool";
import { serverVariables } from "../../../__tests__/variables";

let database: Awaited<ReturnType<typeof demoDatabase>>;
let pools: UserPool[] = [];

beforeAll(async () => {
  database = await demoDatabase();
});
afterAll(() => database.drop());
beforeEach(() => query(database.url, "TRUNCATE users, sessions"));
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  pools = [];
});

/** A server with its user pool; `as` asks with an access token of these claims. */
async function api(script: Script = {}, variables: Record<string, string> = {}) {
  const pool = await startUserPool(script);
  pools.push(pool);
  const server = await serve(database.url, { ...pool.variables, ...variables });
  const as = (claims: Claims) => {
    const headers = { authorization: `Bearer ${pool.accessToken(claims)}` };
    return (method: string, path: string, body?: unknown) =>
      server.ask(`/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  };
  /** The same after signing in with an ID token of these claims. */
  const signedInAs = async (claims: Claims = {}) => {
    const ask = as({ sub: claims["sub"] ?? "a-user", ...groupsOf(claims) });
    const { status } = await ask("PUT", "/me", { idToken: pool.idToken({ sub: "a-user", ...claims }) });
    expect(status).toBe(200);
    return ask;
  };
  return { pool, server, as, signedInAs };
}

const groupsOf = (claims: Claims) => ("cognito:groups" in claims ? { "cognito:groups": claims["cognito:groups"] } : {});

describe("the user himself", () => {
  test("is known after signing in, with the company that his verified address acts for", async () => {
    const { as, signedInAs } = await api();
    expect(problem.parse((await as({ sub: "a-user" })("GET", "/me")).body).code).toBe("user-unknown");
    const ask = await signedInAs();
    const { status, body } = await ask("GET", "/me");
    expect(status).toBe(200);
    expect(me.parse(body)).toMatchObject({
      subject: "a-user",
      name: "Demo Issuer",
      email: "issuer@demo.cashsouk.example",
      groups: ["issuer"],
      issuers: [{ name: "Demo Trading 1" }],
    });
  });

  test("is what Cognito said of him last, and stays a member since the first time", async () => {
    const { signedInAs } = await api();
    const first = me.parse((await (await signedInAs())("GET", "/me")).body);
    const second = me.parse(
      (await (await signedInAs({ name: "Demo Issuer 2", email: "other@x.example" }))("GET", "/me")).body,
    );
    expect(second).toEqual({ ...first, name: "Demo Issuer 2", email: "other@x.example", issuers: [] });
  });

  test.each([
    ["not yet verified", { email_verified: false }, 0],
    ["verified by an outside provider, as text", { email_verified: "true" }, 1],
    ["not verified, as text", { email_verified: "false" }, 0],
    ["without a word of it", { email_verified: undefined }, 0],
    ["in capitals", { email: "Issuer@DEMO.cashsouk.example" }, 1],
    ["with a sign that only looks like its letter", { email: "issuer@demo.cashsou\u212A.example" }, 0],
    ["of somebody else", { email: "investor@demo.cashsouk.example" }, 0],
  ])("acts for the company of his address when it is %s: %j, %i", async (_title, claims, companies) => {
    const { signedInAs } = await api();
    const ask = await signedInAs(claims);
    expect(me.parse((await ask("GET", "/me")).body).issuers).toHaveLength(companies);
  });

  test("without a name is called by his address", async () => {
    const { signedInAs } = await api();
    const ask = await signedInAs({ name: " " });
    expect(me.parse((await ask("GET", "/me")).body).name).toBe("issuer@demo.cashsouk.example");
  });

  test("has a name that can be kept and shown, whatever signs stand in it", async () => {
    const { signedInAs } = await api();
    const ask = await signedInAs({ name: "Demo\u0000 \u202eIssuer\ud800\r\n" });
    expect(me.parse((await ask("GET", "/me")).body).name).toBe("Demo Issuer");
  });

  test("is not told by any other ID token: the answer names the field, the log says why", async () => {
    const { pool, server, as } = await api();
    const ask = as({ sub: "a-user" });
    const wrong: [string, string][] = [
      [pool.idToken({ sub: "another-user" }), "of another user"],
      [pool.idToken({ sub: "a-user", aud: "investor-client" }), "of a client that is not ours"],
      [pool.accessToken({ sub: "a-user" }), "of another use"],
      [pool.idToken({ sub: "a-user", exp: inMinutes(-1) }), "expired"],
      [pool.idToken({ sub: "a-user", email: undefined }), "lacks a claim: email"],
    ];
    for (const [idToken] of wrong) {
      const { status, body } = await ask("PUT", "/me", { idToken });
      expect([status, problem.parse(body).errors]).toEqual([
        400,
        [{ field: "idToken", message: "want the ID token that came with this access token" }],
      ]);
    }
    const { body } = await ask("PUT", "/me", {});
    expect(problem.parse(body).errors).toEqual([{ field: "idToken", message: "want an ID token" }]);
    await server.stop();
    const reasons = server.log.filter(({ msg }) => msg === "ID token refused").map(({ reason }) => reason);
    expect(reasons).toEqual(wrong.map(([, reason]) => reason));
    expect(await query(database.url, "SELECT * FROM users")).toEqual([]);
  });
});

describe("a user's sessions", () => {
  const keys = { issuer: serverVariables.ISSUER_PORTAL_KEY, investor: serverVariables.INVESTOR_PORTAL_KEY };
  type Ask = Awaited<ReturnType<typeof api>>["server"]["ask"];
  const begin = (ask: Ask, digit: string, portal: keyof typeof keys, subject: string | null) =>
    ask(`/api/v1/sessions/${digit.repeat(64)}`, {
      method: "PUT",
      headers: { "x-portal-key": keys[portal] },
      body: {
        sealed: "c2VhbGVk",
        subject,
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        idleSeconds: 600,
      },
    });
  const left = async () =>
    (await query<{ handle: string }>(database.url, "SELECT handle FROM sessions ORDER BY 1")).map(
      ({ handle }) => handle[0],
    );

  /** Two of a user, one of his that has ended, one of somebody else, one of nobody yet. */
  async function begun(script: Script = {}) {
    const all = await api(script);
    const { ask } = all.server;
    await begin(ask, "a", "issuer", "a-user");
    await begin(ask, "b", "investor", "a-user");
    await begin(ask, "c", "issuer", "a-user");
    await begin(ask, "d", "issuer", "another-user");
    await begin(ask, "e", "issuer", null);
    await query(
      database.url,
      `UPDATE sessions SET used_at = now() - interval '1 hour' WHERE handle LIKE 'c%';
       UPDATE sessions SET used_at = now() - interval '1 minute', created_at = '2026-01-01T00:00:00Z' WHERE handle LIKE 'b%'`,
    );
    return all;
  }

  test("are listed from all portals, what was used last first, without those that ended", async () => {
    const { as } = await begun();
    const { items } = mySessions.parse((await as({ sub: "a-user" })("GET", "/me/sessions")).body);
    expect(items.map(({ portal }) => portal)).toEqual(["issuer", "investor"]);
    expect(items[1]?.startedAt).toBe("2026-01-01T00:00:00.000Z");
  });

  test.each([
    ["where the portal names one of his", "b", ["investor"]],
    ["not where it names somebody else's", "d", []],
    ["not where it names one that has ended", "c", []],
    ["not where nobody names one", undefined, []],
  ])("say which of them asks %s", async (_title, digit, current) => {
    const { pool, server } = await begun();
    const { body } = await server.get("/api/v1/me/sessions", {
      authorization: `Bearer ${pool.accessToken({ sub: "a-user" })}`,
      ...(digit ? { [sessionHandleHeader]: digit.repeat(64) } : {}),
    });
    const { items } = mySessions.parse(body);
    expect(items.filter((item) => item.current).map(({ portal }) => portal)).toEqual(current);
    expect(JSON.stringify(body)).not.toMatch(/[0-9a-f]{64}/);
  });

  test("end all together, with his refresh tokens, and nobody else's", async () => {
    const { as, pool } = await begun();
    expect((await as({ sub: "a-user" })("DELETE", "/me/sessions")).status).toBe(204);
    expect(await left()).toEqual(["d", "e"]);
    expect(pool.wire.inputs("AdminUserGlobalSignOut")).toEqual([
      { UserPoolId: serverVariables.COGNITO_USER_POOL_ID, Username: "a-user" },
    ]);
  });

  test.each<[string, () => object]>([
    ["answers with an error", () => fault("InternalErrorException", "no", 500)],
    ["never answers", () => new Promise<never>(() => undefined)],
  ])("stay where Cognito %s three times: the answer says so, and asking again ends them", async (_title, failing) => {
    let attempts = 0;
    const { as } = await begun({ AdminUserGlobalSignOut: () => (++attempts <= 3 ? failing() : {}) });
    const ask = as({ sub: "a-user" });
    const { status, body } = await ask("DELETE", "/me/sessions");
    expect([status, problem.parse(body).code, attempts]).toEqual([503, "sign-in-unavailable", 3]);
    expect(await left()).toEqual(["a", "b", "c", "d", "e"]);
    expect((await ask("DELETE", "/me/sessions")).status).toBe(204);
    expect(await left()).toEqual(["d", "e"]);
  });

  test("end for a user whom Cognito no longer has", async () => {
    const { as } = await begun({ AdminUserGlobalSignOut: [fault("UserNotFoundException")] });
    expect((await as({ sub: "a-user" })("DELETE", "/me/sessions")).status).toBe(204);
  });
});

describe("an issuer's notes", () => {
  const references = (body: unknown) => notePage.parse(body).items.map(({ reference }) => reference);

  test("are those of his companies in any state, those that close last at the top, in pages", async () => {
    await query(database.url, "UPDATE notes SET status = 'settled' WHERE reference = 'DEMO-0001'");
    const { signedInAs } = await api();
    const ask = await signedInAs();
    expect(references((await ask("GET", "/issuer/notes")).body)).toEqual(["DEMO-0005", "DEMO-0001"]);
    const first = notePage.parse((await ask("GET", "/issuer/notes?limit=1")).body);
    const second = notePage.parse((await ask("GET", `/issuer/notes?limit=1&cursor=${first.nextCursor}`)).body);
    expect([...references(first), ...references(second)]).toEqual(["DEMO-0005", "DEMO-0001"]);
    expect(second.nextCursor).toBeNull();
  });

  test("are none for an issuer without a company, signed in before or not", async () => {
    const { as, signedInAs } = await api();
    expect(references((await as({ sub: "new" })("GET", "/issuer/notes")).body)).toEqual([]);
    const ask = await signedInAs({ email: "nobody@x.example" });
    expect(references((await ask("GET", "/issuer/notes")).body)).toEqual([]);
  });
});

describe("the admin's overview", () => {
  test("counts what there is, for admins only", async () => {
    const { signedInAs } = await api();
    const issuer = await signedInAs();
    expect(problem.parse((await issuer("GET", "/admin/overview")).body).code).toBe("forbidden");
    const admin = await signedInAs({ sub: "an-admin", "cognito:groups": ["admin"] });
    await query(database.url, "UPDATE notes SET status = 'draft' WHERE reference IN ('DEMO-0001', 'DEMO-0002')");
    const { body } = await admin("GET", "/admin/overview");
    expect(adminOverview.parse(body)).toEqual({ users: 2, issuers: 4, openNotes: 3, filesStored: 0, filesWaiting: 0 });
  });
});

test("requests with a token are limited by user, whatever their address; a bad token counts as an address", async () => {
  const { as, server } = await api({}, { RATE_LIMIT_PER_MINUTE: "2" });
  const ask = async (sub: string) => (await as({ sub })("GET", "/me/sessions")).status;
  expect([await ask("a"), await ask("a"), await ask("a")]).toEqual([200, 200, 429]);
  expect([await ask("b"), await ask("b"), await ask("b")]).toEqual([200, 200, 429]);
  const bad = async () => (await server.get("/api/v1/me", { authorization: "Bearer a.b.c" })).status;
  expect([await bad(), await bad(), await bad()]).toEqual([401, 401, 429]);
});
