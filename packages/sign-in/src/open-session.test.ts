import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { handleOf } from "./sealed";
import { type Browser, demoInvestor, holderOf, type InvestorPortal, startPortal } from "./testing/portal";

let portal: InvestorPortal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.close());
beforeEach(() => portal.reset());

describe("a session", () => {
  const endingSoon = async () => {
    portal.idp.accessTokenSeconds = 30;
    const browser = await portal.signedIn();
    portal.idp.asked.length = 0;
    return browser;
  };
  const tokenOf = async (browser: Browser) => {
    const state = await portal.stateOf(browser);
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

  test("is the one that its list of sessions calls this browser's, also after its token was refreshed", async () => {
    const [one, two] = [await endingSoon(), await portal.signedIn()];
    portal.idp.accessTokenSeconds = 3600;
    for (const browser of [one, two, one]) {
      const state = await portal.stateOf(browser);
      if (state.kind !== "signed-in") throw new Error(state.kind);
      const answer = await state.api.mySessions();
      if (answer.kind !== "answered") throw new Error(answer.kind);
      const handles = [...portal.api.rows.keys()];
      const marked = answer.value.items.flatMap(({ current }, index) => (current ? [handles[index]] : []));
      expect(marked).toEqual([handleOf(holderOf(browser)!.id)]);
    }
  });

  test("that two processes refresh at once is signed in at both", async () => {
    const browser = await endingSoon();
    portal.idp.accessTokenSeconds = 3600;
    const another = portal.process();
    const states = await Promise.all([
      portal.stateOf(browser),
      another.open(holderOf(browser)),
      portal.stateOf(browser),
    ]);
    expect(states.map(({ kind }) => kind)).toEqual(["signed-in", "signed-in", "signed-in"]);
    expect(portal.idp.asked.filter((path) => path === "POST /oauth2/token")).toHaveLength(2);
    expect((await portal.stateOf(browser)).kind).toBe("signed-in");
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
    const state = await portal.stateOf(browser);
    if (state.kind === "signed-in") await portal.sessions.provider.revoke(state.record.tokens);
    expect((await portal.stateOf(browser)).kind).toBe("ended");
    expect(portal.api.rows.size).toBe(0);
  });

  test("has ended when its token is refreshed and the role was withdrawn", async () => {
    const browser = await endingSoon();
    await portal.idp.visit(await portal.browser().get("/auth/sign-in"), { ...demoInvestor, groups: ["issuer"] });
    expect((await portal.stateOf(browser)).kind).toBe("ended");
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
    expect((await portal.stateOf(browser)).kind).toBe("unavailable");
    expect(portal.logged).toEqual([expect.objectContaining({ message: "session not refreshed" })]);
    portal.idp.refuses = undefined;
    expect((await portal.stateOf(browser)).kind).toBe("signed-in");
  });

  test("that was ended while its token was refreshed does not come back", async () => {
    const browser = await endingSoon();
    portal.api.before = (method) => {
      if (method === "PUT") portal.api.rows.clear();
    };
    expect((await portal.stateOf(browser)).kind).toBe("ended");
    expect(portal.api.rows.size).toBe(0);
  });

  test("that was ended elsewhere has ended", async () => {
    const browser = await portal.signedIn();
    portal.api.rows.clear();
    expect((await portal.stateOf(browser)).kind).toBe("ended");
  });

  test("is not lost while the API is away", async () => {
    const browser = await portal.signedIn();
    portal.api.away = true;
    expect((await portal.stateOf(browser)).kind).toBe("unavailable");
    portal.api.away = false;
    expect((await portal.stateOf(browser)).kind).toBe("signed-in");
  });

  test("is not to be had with the state of a sign-in, which is in addresses", async () => {
    const browser = portal.browser();
    const state = new URL(await browser.get("/auth/sign-in")).searchParams.get("state");
    browser.cookie = `__Host-investor-session=${state}`;
    expect((await portal.stateOf(browser)).kind).toBe("ended");
  });
});
