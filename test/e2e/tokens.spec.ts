import { expect, test } from "@playwright/test";
import { cognito, logOf, parameter } from "./account";
import { demoUser } from "./people";
import { clientOf, forge, takeTokens, type Tokens } from "./tokens";
import { send } from "./wire";
import { look, type World } from "./world";

let world: World;
let good: Tokens;
test.beforeAll(async () => {
  world = await look();
  good = await takeTokens(await clientOf(world, "investor"), demoUser("investor"));
});

const ask = (token?: string) =>
  send(`${world.api.url}/api/v1/me`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

const callback = "http://elsewhere.cashsouk.localhost/auth/callback";
const clientSettings = {
  GenerateSecret: true,
  CallbackURLs: [callback],
  AllowedOAuthFlows: ["code" as const],
  AllowedOAuthScopes: ["openid", "email", "profile"],
  AllowedOAuthFlowsUserPoolClient: true,
  SupportedIdentityProviders: ["COGNITO"],
};

/** A client of the pool that the API was told nothing of; what it signs is as good as any in every other way. */
async function newClient(UserPoolId: string, more: object = {}) {
  const given = { UserPoolId, ClientName: `e2e-${Date.now()}`, ...clientSettings, ...more };
  const { UserPoolClient } = await cognito().createUserPoolClient(given);
  return { id: UserPoolClient!.ClientId!, secret: UserPoolClient!.ClientSecret!, callback };
}

async function ofAnotherClient(): Promise<string> {
  const client = await newClient(await parameter("cognito/user-pool-id"));
  return (await takeTokens(client, demoUser("investor"))).access_token;
}

async function ofAnotherPool(): Promise<string> {
  const { UserPool } = await cognito().createUserPool({ PoolName: "another", UsernameAttributes: ["email"] });
  const user = { UserPoolId: UserPool!.Id!, Username: demoUser("investor").email };
  await cognito().adminCreateUser({ ...user, MessageAction: "SUPPRESS" });
  await cognito().adminSetUserPassword({ ...user, Password: demoUser("investor").password, Permanent: true });
  return (await takeTokens(await newClient(UserPool!.Id!), demoUser("investor"))).access_token;
}

/** Of the pool, for the investor portal's client, and over: the client gives such short ones for a moment only. */
async function expired(): Promise<string> {
  const client = await clientOf(world, "investor");
  const UserPoolId = await parameter("cognito/user-pool-id");
  const { UserPoolClient } = await cognito().describeUserPoolClient({ UserPoolId, ClientId: client.id });
  const settings = UserPoolClient!;
  const as = (validity: object) =>
    cognito().updateUserPoolClient({ ...settings, UserPoolId, ClientId: client.id, ...validity });
  await as({ AccessTokenValidity: 1, TokenValidityUnits: { ...settings.TokenValidityUnits, AccessToken: "seconds" } });
  const { access_token } = await takeTokens(client, demoUser("investor"));
  await as({});
  // The API allows a clock that differs a little.
  await expect.poll(async () => (await ask(access_token)).status, { timeout: 60_000 }).toBe(401);
  return access_token;
}

test("an access token of a portal's client is let in", async () => {
  const { status, body } = await ask(good.access_token);
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({ email: demoUser("investor").email, groups: ["investor"] });
});

const refusals: [title: string, token: () => Promise<string | undefined> | string | undefined, reason: RegExp][] = [
  ["no token", () => undefined, /no token/],
  ["another pool's token", ofAnotherPool, /issuer|kid|key|JWK/i],
  ["an ID token in place of an access token", () => good.id_token, /use|client/i],
  ["an expired token", expired, /expired/i],
  [
    "a token without a signature (alg none)",
    () => forge(good.access_token, { header: { alg: "none" }, signature: "" }),
    /./,
  ],
  [
    "a token that says alg none and keeps its signature",
    () => forge(good.access_token, { header: { alg: "none" } }),
    /./,
  ],
  ["another client's token", ofAnotherClient, /client/i],
  [
    "a token with another group in it",
    () => forge(good.access_token, { claims: { "cognito:groups": ["admin"] } }),
    /signature/i,
  ],
  ["a token that was made to last", () => forge(good.access_token, { claims: { exp: 4_000_000_000 } }), /signature/i],
  ["something that is no token", () => "abc", /./],
];

for (const [title, token, reason] of refusals)
  test(`${title} is refused: the log says why, the answer does not`, async () => {
    const { status, headers, body } = await ask(await token());
    expect({ status, challenge: headers["www-authenticate"], type: headers["content-type"] }).toEqual({
      status: 401,
      challenge: "Bearer",
      type: expect.stringMatching(/^application\/problem\+json/),
    });
    const { requestId, ...said } = JSON.parse(body) as Record<string, unknown>;
    expect(said).toEqual({
      type: expect.any(String),
      title: expect.any(String),
      status: 401,
      detail: "Sign in to use this",
      code: "unauthenticated",
    });
    const refused = async () =>
      (await logOf("api"))
        .filter((line) => line.includes(String(requestId)) && line.includes('"reason"'))
        .map((line) => (JSON.parse(line) as { reason: string }).reason);
    await expect.poll(refused, { timeout: 30_000 }).toHaveLength(1);
    const [why] = await refused();
    process.stdout.write(`      ${title}: ${why}\n`);
    expect(why).toMatch(reason);
  });

test("a role is the token's, so an investor is no operator", async () => {
  const headers = { authorization: `Bearer ${good.access_token}` };
  expect((await send(`${world.api.url}/api/v1/admin/overview`, { headers })).status).toBe(403);
  expect((await send(`${world.api.url}/api/v1/issuer/notes`, { headers })).status).toBe(403);
});

test("a route that nobody listed as open is refused without a token, even one that is not there", async () => {
  expect((await send(`${world.api.url}/api/v1/nowhere`)).status).toBe(401);
});

test("sessions are for portals: neither nobody nor a signed-in user may ask for one", async () => {
  const url = `${world.api.url}/api/v1/sessions/${"0".repeat(64)}`;
  expect((await send(url)).status).toBe(401);
  expect((await send(url, { headers: { authorization: `Bearer ${good.access_token}` } })).status).toBe(401);
  expect((await send(url, { headers: { "x-portal-key": "a".repeat(48) } })).status).toBe(401);
});
