import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { parseHolder } from "./cookie";
import { type Browser, demoInvestor, startPortal } from "./testing/portal";

let portal: Awaited<ReturnType<typeof startPortal>>;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.close());
beforeEach(() => {
  const { api, idp, logged } = portal;
  Object.assign(api, { away: false, before: undefined, refuses: undefined, signInAway: false });
  api.rows.clear();
  api.asked.length = api.tokens.length = idp.asked.length = logged.length = 0;
  Object.assign(idp, { accessTokenSeconds: 3600, refuses: undefined });
});

const holderOf = ({ cookie }: Browser) => parseHolder(cookie?.split("=")[1]);
const stateOf = (browser: Browser) => portal.sessions.open(holderOf(browser));
const noticeOf = (location: string) => Object.fromEntries(new URL(location, "https://portal.example").searchParams);
async function signedIn(): Promise<Browser> {
  const browser = portal.browser();
  expect(await browser.signIn(portal.idp, demoInvestor)).toBe("/account");
  return browser;
}

describe("signing in", () => {
  test("asks with code, PKCE, state and nonce, and says nothing of where it leads back to", async () => {
    const address = new URL(await portal.browser().get("/auth/sign-in?return=/documents"));
    expect(Object.fromEntries(address.searchParams)).toEqual({
      response_type: "code",
      client_id: "investor-client",
      redirect_uri: "https://investor.cashsouk.example/auth/callback",
      scope: "openid email profile",
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test("leads back to the page people came from, as who they are, with the API in their name", async () => {
    const browser = portal.browser();
    expect(await browser.signIn(portal.idp, demoInvestor, "/notes?grade=A")).toBe("/notes?grade=A");
    const state = await stateOf(browser);
    expect(state).toMatchObject({
      kind: "signed-in",
      record: { user: { subject: "subject-1", name: "Demo Investor", email: "investor@demo.cashsouk.example" } },
    });
    if (state.kind === "signed-in") await state.api.me();
    expect(portal.api.tokens.at(-1)).toBe(`Bearer ${state.kind === "signed-in" && state.record.tokens.access}`);
  });

  test("gives one cookie that scripts, other hosts and plain connections don't get, under another id than before", async () => {
    const browser = await signedIn();
    expect(browser.set).toHaveLength(2);
    for (const line of browser.set)
      expect(line).toMatch(/^__Host-investor-session=(visitor\.)?[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const [before, after] = browser.set.map((line) => line.split(/[=;]/)[1]?.replace("visitor.", ""));
    expect(after).not.toBe(before);
  });

  test("leaves the API neither id nor token nor name", async () => {
    const browser = await signedIn();
    const state = await stateOf(browser);
    const kept = JSON.stringify([...portal.api.rows]);
    const { id } = holderOf(browser)!;
    const secrets = state.kind === "signed-in" ? Object.values(state.record.tokens).map(String) : [];
    for (const secret of [id, "Demo Investor", ...secrets]) expect(kept).not.toContain(secret);
    expect([...portal.api.rows.values()].map(({ subject }) => subject)).toEqual(["subject-1"]);
  });

  test("is over at once for whoever is signed in already", async () => {
    const browser = await signedIn();
    expect(await browser.get("/auth/sign-in?return=/documents")).toBe("/documents");
  });
});

describe("a sign-in that does not come to its end", () => {
  test("was cancelled: the page says so, and leads back to the same place", async () => {
    const location = await portal.browser().signIn(portal.idp, "cancel", "/documents");
    expect(noticeOf(location)).toEqual({
      because: "cancelled",
      return: "/documents",
      reference: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(portal.logged).toEqual([expect.objectContaining({ reference: noticeOf(location)["reference"] })]);
  });

  test.each<[string, (begun: URL) => string]>([
    ["with a state that nobody began", (begun) => begun.href.replace(/state=[^&]+/, `state=${"x".repeat(43)}`)],
    ["without a state", (begun) => begun.href.replace(/state=[^&]+/, "")],
  ])("%s is stale", async (_title, change) => {
    const browser = portal.browser();
    const back = await portal.idp.visit(await browser.get("/auth/sign-in"), demoInvestor);
    expect(noticeOf(await browser.get(change(back)))).toMatchObject({ because: "stale" });
  });

  test("in another browser than it began in is stale, and signs nobody in", async () => {
    const back = await portal.idp.visit(await portal.browser().get("/auth/sign-in"), demoInvestor);
    const victim = portal.browser();
    expect(noticeOf(await victim.get(`${back.pathname}${back.search}`))).toMatchObject({ because: "stale" });
    expect(victim.cookie).toBeUndefined();
  });

  test("because its code is not the provider's is refused", async () => {
    const browser = portal.browser();
    const back = await portal.idp.visit(await browser.get("/auth/sign-in"), demoInvestor);
    back.searchParams.set("code", "another");
    expect(noticeOf(await browser.get(`${back.pathname}${back.search}`))).toMatchObject({ because: "refused" });
    expect((await stateOf(browser)).kind).toBe("signed-out");
  });

  test("twice, as by the back button, leads whoever is signed in to the dashboard", async () => {
    const browser = portal.browser();
    const back = await portal.idp.visit(await browser.get("/auth/sign-in"), demoInvestor);
    await browser.get(`${back.pathname}${back.search}`);
    expect(await browser.get(`${back.pathname}${back.search}`)).toBe("/dashboard");
    expect((await stateOf(browser)).kind).toBe("signed-in");
  });

  test("after the same in another tab leads whoever is signed in by now to the page that it began at", async () => {
    const browser = portal.browser();
    const begun = async (returnTo: string) =>
      portal.idp.visit(await browser.get(`/auth/sign-in?return=${returnTo}`), demoInvestor);
    const [one, two] = [await begun("/account"), await begun("/documents")];
    expect(await browser.get(`${one.pathname}${one.search}`)).toBe("/account");
    const { cookie } = browser;
    expect(await browser.get(`${two.pathname}${two.search}`)).toBe("/documents");
    expect(browser.cookie).toBe(cookie);
    expect((await stateOf(browser)).kind).toBe("signed-in");
  });

  test("in a portal of another role keeps no session, takes its token back, and says whose portal theirs is", async () => {
    const browser = portal.browser();
    const location = await browser.signIn(portal.idp, { ...demoInvestor, groups: ["issuer", "somebody"] });
    expect(noticeOf(location)).toMatchObject({ because: "wrong-role", theirs: "issuer" });
    expect(portal.api.rows.size).toBe(0);
    expect(portal.idp.asked).toContain("POST /oauth2/revoke");
    expect(portal.api.asked).not.toContain("PUT /api/v1/me");
    expect(portal.logged).toEqual([]);
  });

  test("because the API refuses the user keeps no session either", async () => {
    portal.api.refuses = "not-yours";
    const browser = portal.browser();
    expect(noticeOf(await browser.signIn(portal.idp, demoInvestor))).toMatchObject({ because: "refused" });
    expect((await stateOf(browser)).kind).toBe("signed-out");
    expect(portal.idp.asked).toContain("POST /oauth2/revoke");
  });

  test("because the API is away can be tried again", async () => {
    portal.api.away = true;
    expect(noticeOf(await portal.browser().get("/auth/sign-in?return=/documents"))).toMatchObject({
      because: "unavailable",
      return: "/documents",
    });
  });
});

describe("a session", () => {
  const endingSoon = async () => {
    portal.idp.accessTokenSeconds = 30;
    const browser = await signedIn();
    portal.idp.asked.length = 0;
    return browser;
  };
  const tokenOf = async (browser: Browser) => {
    const state = await stateOf(browser);
    return state.kind === "signed-in" ? state.record.tokens.access : state.kind;
  };

  test("whose token is near its end gets another, once for all that ask at the same time", async () => {
    const browser = await endingSoon();
    portal.idp.accessTokenSeconds = 3600;
    const tokens = await Promise.all([tokenOf(browser), tokenOf(browser), tokenOf(browser)]);
    expect(new Set(tokens).size).toBe(1);
    expect(await tokenOf(browser)).toBe(tokens[0]);
    expect(portal.idp.asked.filter((path) => path === "POST /oauth2/token")).toHaveLength(1);
  });

  test("keeps its end when its token is refreshed", async () => {
    const browser = await endingSoon();
    const ends = () => [...portal.api.rows.values()].map(({ expiresAt }) => expiresAt);
    const before = ends();
    await tokenOf(browser);
    expect(ends()).toEqual(before);
  });

  test("whose refresh is refused has ended", async () => {
    const browser = await endingSoon();
    const state = await stateOf(browser);
    if (state.kind === "signed-in") await portal.sessions.provider.revoke(state.record.tokens);
    expect((await stateOf(browser)).kind).toBe("ended");
    expect(portal.api.rows.size).toBe(0);
  });

  test("has ended when its token is refreshed and the role was withdrawn", async () => {
    const browser = await endingSoon();
    await portal.idp.visit(await portal.browser().get("/auth/sign-in"), { ...demoInvestor, groups: ["issuer"] });
    expect((await stateOf(browser)).kind).toBe("ended");
    expect([...portal.api.rows.values()].map(({ subject }) => subject)).toEqual([null]);
    expect(portal.logged).toEqual([expect.objectContaining({ why: "the role was withdrawn" })]);
  });

  test.each<[string, NonNullable<typeof portal.idp.refuses>]>([
    ["too many requests", { status: 429, body: { error: "too_many_requests" } }],
    ["a client secret that is not ours", { status: 400, body: { error: "invalid_client" } }],
    ["a client that may not refresh", { status: 400, body: { error: "unauthorized_client" } }],
    ["a challenge", { status: 401, headers: { "www-authenticate": 'Basic realm="Cognito"' } }],
    ["a failure", { status: 500, body: { error: "server_error" } }],
    ["something in between", { status: 403, headers: { "content-type": "text/html" } }],
    ["tokens that are none", { status: 200, body: { access_token: 1 } }],
  ])("is kept where its refresh is answered with %s", async (_title, answer) => {
    const browser = await endingSoon();
    portal.idp.refuses = answer;
    expect((await stateOf(browser)).kind).toBe("unavailable");
    expect(portal.logged).toEqual([expect.objectContaining({ message: "session not refreshed" })]);
    portal.idp.refuses = undefined;
    expect((await stateOf(browser)).kind).toBe("signed-in");
  });

  test("that was ended while its token was refreshed does not come back", async () => {
    const browser = await endingSoon();
    portal.api.before = (method) => {
      if (method === "PUT") portal.api.rows.clear();
    };
    expect((await stateOf(browser)).kind).toBe("ended");
    expect(portal.api.rows.size).toBe(0);
  });

  test("that was ended elsewhere has ended", async () => {
    const browser = await signedIn();
    portal.api.rows.clear();
    expect((await stateOf(browser)).kind).toBe("ended");
  });

  test("is not lost while the API is away", async () => {
    const browser = await signedIn();
    portal.api.away = true;
    expect((await stateOf(browser)).kind).toBe("unavailable");
    portal.api.away = false;
    expect((await stateOf(browser)).kind).toBe("signed-in");
  });

  test("is not to be had with the state of a sign-in, which is in addresses", async () => {
    const browser = portal.browser();
    const state = new URL(await browser.get("/auth/sign-in")).searchParams.get("state");
    browser.cookie = `__Host-investor-session=${state}`;
    expect((await stateOf(browser)).kind).toBe("ended");
  });
});

describe("signing out", () => {
  const hostedSignOut = () =>
    `${portal.idp.url}/logout?client_id=investor-client&logout_uri=https%3A%2F%2Finvestor.cashsouk.example%2F`;

  test("ends the session, its token, the cookie, and then the hosted pages' own session", async () => {
    const browser = await signedIn();
    expect(await browser.post("/auth/sign-out")).toBe(hostedSignOut());
    expect(browser.cookie).toBeUndefined();
    expect(portal.api.rows.size).toBe(0);
    expect(portal.idp.asked).toContain("POST /oauth2/revoke");
  });

  test("ends the session also where its token can't be revoked, which is logged", async () => {
    const browser = await signedIn();
    portal.idp.refuses = { status: 401, headers: { "www-authenticate": "Basic" } };
    expect(await browser.post("/auth/sign-out")).toBe(hostedSignOut());
    expect(portal.api.rows.size).toBe(0);
    expect(portal.logged).toEqual([{ message: "token not revoked", why: "answered 401 with a challenge" }]);
  });

  test("says so when the API is away, and keeps the session for another try", async () => {
    const browser = await signedIn();
    portal.api.away = true;
    const told = noticeOf(await browser.post("/auth/sign-out"));
    expect(told).toEqual({ because: "not-signed-out", return: "/account", reference: expect.any(String) });
    expect(portal.logged).toContainEqual(expect.objectContaining({ reference: told["reference"] }));
    portal.api.away = false;
    expect((await stateOf(browser)).kind).toBe("signed-in");
    expect(await browser.post("/auth/sign-out")).toBe(hostedSignOut());
    expect(browser.cookie).toBeUndefined();
  });

  test("everywhere asks the API first", async () => {
    const browser = await signedIn();
    expect(await browser.post("/auth/sign-out-everywhere")).toBe(hostedSignOut());
    expect(portal.api.asked).toContain("DELETE /api/v1/me/sessions");
    expect(browser.cookie).toBeUndefined();
  });

  test("everywhere says so when it could not be done, and keeps the session for another try", async () => {
    const browser = await signedIn();
    portal.api.signInAway = true;
    expect(noticeOf(await browser.post("/auth/sign-out-everywhere"))).toMatchObject({ because: "still-signed-in" });
    expect((await stateOf(browser)).kind).toBe("signed-in");
    portal.api.signInAway = false;
    expect(await browser.post("/auth/sign-out-everywhere")).toBe(hostedSignOut());
  });

  test("everywhere, from a session that has ended or none, leads to sign in first: nothing ended elsewhere", async () => {
    const browser = await signedIn();
    portal.api.rows.clear();
    for (const asking of [browser, portal.browser()])
      expect(noticeOf(await asking.post("/auth/sign-out-everywhere"))).toEqual({
        because: "ended",
        return: "/account",
      });
    expect(portal.api.asked).not.toContain("DELETE /api/v1/me/sessions");
  });

  test("is no step of a GET", async () => {
    const browser = await signedIn();
    await expect(browser.get("/auth/sign-out")).rejects.toThrow("answered 404");
  });
});

test("no log line holds a token", async () => {
  const browser = await signedIn();
  await browser.post("/auth/sign-out");
  await portal.browser().signIn(portal.idp, "cancel");
  expect(JSON.stringify(portal.logged)).not.toMatch(/eyJ|Bearer/);
});
