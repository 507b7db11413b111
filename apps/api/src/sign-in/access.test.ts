import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { problem } from "@cashsouk/types";
import { raw, reset } from "@cashsouk/testing/aws-wire";
import { demoDatabase } from "../../__tests__/database";
import { serve } from "../../__tests__/serve";
import {
  accessClaims,
  type Claims,
  forged,
  inMinutes,
  issuer,
  jwks,
  newKey,
  signed,
  signedText,
  startUserPool,
  type UserPool,
} from "../../__tests__/user-pool";

let database: Awaited<ReturnType<typeof demoDatabase>>;
let pool: UserPool;
const otherKey = newKey("key-of-another-pool");

beforeAll(async () => {
  database = await demoDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  pool = await startUserPool();
});
afterEach(() => pool.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const route = "/api/v1/issuer/notes";

/** Another payload under the signature of the first. */
function tampered(change: Claims): string {
  const [header, , signature] = pool.accessToken().split(".");
  return [header, Buffer.from(JSON.stringify(accessClaims(change))).toString("base64url"), signature].join(".");
}

describe("a request to a user's route", () => {
  test("with the access token of one of our clients is let through, and the log names the user", async () => {
    const { get, log, stop } = await serve(database.url, pool.variables);
    const { status } = await get(route, bearer(pool.accessToken()));
    expect(status).toBe(200);
    await stop();
    expect(log.find(({ msg }) => msg === "answered")).toMatchObject({ user: accessClaims()["sub"] });
  });

  // Keys are asked for anew after a pause only: which of the two it is, is the clock's.
  const unknownKey: unknown = expect.stringMatching(/^names a key that the pool d(oes|id) not have/);
  const refusals: [string, () => string, unknown][] = [
    ["without a token", () => "", "no token"],
    ["with something else", () => "opaque", "not a token"],
    ["with three parts of nothing", () => "a.b.c", "not a token"],
    ["with another pool's token", () => signed(otherKey, accessClaims({ iss: `${issuer}2` })), "of another issuer"],
    ["with a token that names our pool and another's key", () => signed(otherKey, accessClaims()), unknownKey],
    [
      "with a token that names our pool's key and is signed by another",
      () => signed({ ...otherKey, id: pool.key.id }, accessClaims()),
      "signature does not fit",
    ],
    ["with an ID token", () => pool.idToken(), "of another use"],
    [
      "with an ID token that names a client as access tokens do",
      () => pool.idToken({ client_id: "issuer-client" }),
      "of another use",
    ],
    ["with an expired token", () => pool.accessToken({ exp: inMinutes(-1) }), "expired"],
    ["with a token that never expires", () => pool.accessToken({ exp: undefined }), "has no end"],
    ["with a token that is not valid yet", () => pool.accessToken({ nbf: inMinutes(5) }), "not valid yet"],
    ["with alg none", () => forged("none", pool.key, accessClaims()), "not a token"],
    [
      "with alg none and a signature",
      () => `${forged("none", pool.key, accessClaims())}AAAA`,
      "signed by another algorithm",
    ],
    [
      "with HS256 and the public key for a secret",
      () => forged("HS256", pool.key, accessClaims()),
      "signed by another algorithm",
    ],
    [
      "with a token for another client",
      () => pool.accessToken({ client_id: "somebody" }),
      "of a client that is not ours",
    ],
    [
      "with another payload under a good signature",
      () => tampered({ "cognito:groups": ["admin"] }),
      "signature does not fit",
    ],
    [
      "with a token of the pool's other issuer",
      () => pool.accessToken({ iss: issuer.replace("cognito-idp", "issuer-cognito-idp") }),
      "of another issuer",
    ],
    [
      "with a token of a pool of our id in another Region",
      () => pool.accessToken({ iss: issuer.replace("ap-southeast-5.amazonaws", "us-east-1.amazonaws") }),
      "of another issuer",
    ],
    ["with a token of our issuer and a slash", () => pool.accessToken({ iss: `${issuer}/` }), "of another issuer"],
    ["with a token of a list of issuers", () => pool.accessToken({ iss: [issuer] }), "not a token"],
    [
      "with a token that names its client as ID tokens do",
      () => pool.accessToken({ client_id: undefined, aud: "issuer-client" }),
      "of a client that is not ours",
    ],
    [
      "with a token for a list of clients",
      () => pool.accessToken({ client_id: ["issuer-client"] }),
      "of a client that is not ours",
    ],
    [
      "with a client's name in capitals",
      () => pool.accessToken({ client_id: "Issuer-Client" }),
      "of a client that is not ours",
    ],
    [
      "with a token that names its client twice, another one second",
      () => signedText(pool.key, JSON.stringify(accessClaims()).replace(/}$/, ',"client_id":"somebody"}')),
      "of a client that is not ours",
    ],
    [
      "with a token that says its use twice",
      () => signedText(pool.key, JSON.stringify(accessClaims()).replace(/}$/, ',"token_use":"id"}')),
      "of another use",
    ],
    ["with an end that is a text", () => pool.accessToken({ exp: String(inMinutes(5)) }), "not a token"],
    [
      "with groups that are a text",
      () => pool.accessToken({ "cognito:groups": "issuer" }),
      "lacks a claim: cognito:groups",
    ],
    [
      "with groups that are none",
      () => pool.accessToken({ "cognito:groups": [{ issuer: true }] }),
      "lacks a claim: cognito:groups.0",
    ],
    ["with a subject that is a number", () => pool.accessToken({ sub: 1 }), "not a token"],
    [
      "with a key's name that is a path",
      () => signed({ ...pool.key, id: "../key-of-the-pool" }, accessClaims()),
      unknownKey,
    ],
    [
      "with a key's name that every object has",
      () => signed({ ...pool.key, id: "__proto__" }, accessClaims()),
      unknownKey,
    ],
    [
      "with a key's name that is none",
      () => signed(pool.key, accessClaims(), { kid: { id: pool.key.id } }),
      "not a token",
    ],
    ["with no key's name", () => signed(pool.key, accessClaims(), { kid: undefined }), "names no key"],
    [
      "with a key of its own in the token",
      () => signed(otherKey, accessClaims(), { kid: pool.key.id, jwk: otherKey.publicKey.export({ format: "jwk" }) }),
      "signature does not fit",
    ],
    ["with a token twice", () => `${pool.accessToken()} ${pool.accessToken()}`, "no token"],
    ["with a token that is longer by a part", () => `${pool.accessToken()}.AAAA`, "not a token"],
    ["with a token without a subject", () => pool.accessToken({ sub: undefined }), "lacks a claim: sub"],
  ];

  test("is refused otherwise: the log says why, the answer is the same for all and holds nothing of the token", async () => {
    const { get, log, stop } = await serve(database.url, pool.variables);
    const answers = new Set<string>();
    const tokens = refusals.map(([, makeToken]) => makeToken());
    for (const token of tokens) {
      const { status, headers, body } = await get(route, {
        ...(token && bearer(token)),
        "x-request-id": "one-request",
      });
      answers.add(JSON.stringify([status, headers["www-authenticate"], headers["content-type"], body]));
    }
    await stop();
    const reasons = log.filter(({ msg }) => msg === "refused").map(({ reason }) => reason);
    expect(refusals.map(([title], index) => [title, reasons[index]])).toEqual(
      refusals.map(([title, , reason]) => [title, reason]),
    );
    const parts = tokens.flatMap((token) => token.split(".")).filter((part) => part.length > 10);
    expect(parts.filter((part) => JSON.stringify(log).includes(part))).toEqual([]);
    expect([...answers]).toHaveLength(1);
    const [status, scheme, type, body] = JSON.parse([...answers][0] ?? "") as unknown[];
    expect([status, scheme, type]).toEqual([401, "Bearer", "application/problem+json; charset=utf-8"]);
    expect(problem.parse(body)).toMatchObject({ code: "unauthenticated", detail: "Sign in to use this" });
  });

  test.each([
    ["a portal's cookie", { cookie: "session=x" }],
    ["another scheme", { authorization: "Basic aXNzdWVyOnBhc3N3b3Jk" }],
  ])("with %s is one without a token", async (_title, headers) => {
    const { get } = await serve(database.url, pool.variables);
    expect(problem.parse((await get(route, headers)).body).code).toBe("unauthenticated");
  });

  test("is refused without a token on every path that is not listed as open, also where nothing is", async () => {
    const { ask } = await serve(database.url, pool.variables);
    const closed = ["/me", "/me/sessions", "/issuer/notes", "/admin/overview", "/files", "/nowhere", "/notes/1", "/"];
    for (const path of closed)
      for (const method of ["GET", "PUT", "POST", "DELETE"]) {
        const { status } = await ask(`/api/v1${path}`, { method });
        expect([method, path, status]).toEqual([method, path, 401]);
      }
    expect((await ask("/api/v1/notes")).status).toBe(200);
  });

  test("is forbidden to another group, and the log says which was wanted", async () => {
    const { get, log, stop } = await serve(database.url, pool.variables);
    for (const groups of [
      ["investor"],
      ["Issuer", "ISSUER", "superuser"],
      [" issuer", "issuer\u200b", "issuers"],
      undefined,
    ]) {
      const { status, body } = await get(route, bearer(pool.accessToken({ "cognito:groups": groups })));
      expect([groups, status, problem.parse(body).code]).toEqual([groups, 403, "forbidden"]);
    }
    await stop();
    expect(log.filter(({ msg }) => msg === "refused").map(({ reason }) => reason)).toEqual([
      "wants issuer, has investor",
      "wants issuer, has no group",
      "wants issuer, has no group",
      "wants issuer, has no group",
    ]);
  });
});

describe("what is open", () => {
  test("stays open to a caller with a bad token", async () => {
    const { get } = await serve(database.url, pool.variables);
    expect((await get("/api/v1/notes", bearer("opaque"))).status).toBe(200);
  });
});

describe("the pool's keys", () => {
  const served = async (...answers: ReturnType<typeof raw>[]) => {
    const down = await startUserPool({ GetObject: answers });
    return { down, server: await serve(database.url, down.variables) };
  };

  test.each([
    ["cannot be reached", () => reset()],
    ["are answered with an error", () => raw(500)],
    ["are answered with a redirect", () => raw(302, { location: "http://127.0.0.1:1/" })],
    ["are not JSON", () => raw(200, {}, "<html>")],
    ["are no keys", () => raw(200, {}, '{"keys":[{"kid":1}]}')],
    ["are not for signatures", () => raw(200, {}, JSON.stringify({ keys: [{ kty: "oct", kid: "key-of-the-pool" }] }))],
  ])("that %s let nobody in and send nobody away for good", async (_title, answer) => {
    const { down, server } = await served(answer());
    const { status, body } = await server.get(route, bearer(down.accessToken()));
    expect([status, problem.parse(body).code]).toEqual([503, "sign-in-unavailable"]);
    expect((await server.get("/api/v1/notes")).status).toBe(200);
    await down.close();
  });

  test("are asked for again when they were out of reach, and not again once they are known", async () => {
    const key = newKey("key-that-comes-late");
    const { down, server } = await served(raw(500), jwks(key));
    const ask = async () => (await server.get(route, bearer(signed(key, accessClaims())))).status;
    expect([await ask(), await ask(), await ask()]).toEqual([503, 200, 200]);
    expect(down.wire.actions()).toEqual(["GetObject", "GetObject"]);
    await down.close();
  });

  test("are not asked for by somebody else's tokens, and once by many that name an unknown key", async () => {
    const { get } = await serve(database.url, pool.variables);
    await get(route, bearer(signed(otherKey, accessClaims({ iss: "https://elsewhere.example" }))));
    expect(pool.wire.actions()).toEqual([]);
    for (const id of ["a", "b", "c"]) await get(route, bearer(signed({ ...otherKey, id }, accessClaims())));
    expect(pool.wire.actions()).toEqual(["GetObject"]);
    expect((await get(route, bearer(pool.accessToken()))).status).toBe(200);
  });
});
