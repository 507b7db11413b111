import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { mostBegun } from "./sign-in-limit";
import { demoInvestor, holderOf, type InvestorPortal, noticeOf, startPortal } from "./testing/portal";

let portal: InvestorPortal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.close());
beforeEach(() => portal.reset());

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
    const state = await portal.stateOf(browser);
    expect(state).toMatchObject({
      kind: "signed-in",
      record: { user: { subject: "subject-1", name: "Demo Investor", email: "investor@demo.cashsouk.example" } },
    });
    if (state.kind === "signed-in") await state.api.me();
    expect(portal.api.tokens.at(-1)).toBe(`Bearer ${state.kind === "signed-in" && state.record.tokens.access}`);
  });

  test("gives one cookie that scripts, other hosts and plain connections don't get, under another id than before", async () => {
    const browser = await portal.signedIn();
    expect(browser.set).toHaveLength(2);
    for (const line of browser.set)
      expect(line).toMatch(/^__Host-investor-session=(visitor\.)?[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const [before, after] = browser.set.map((line) => line.split(/[=;]/)[1]?.replace("visitor.", ""));
    expect(after).not.toBe(before);
  });

  test("leaves the API neither id nor token nor name", async () => {
    const browser = await portal.signedIn();
    const state = await portal.stateOf(browser);
    const kept = JSON.stringify([...portal.api.rows]);
    const { id } = holderOf(browser)!;
    const secrets = state.kind === "signed-in" ? Object.values(state.record.tokens).map(String) : [];
    for (const secret of [id, "Demo Investor", ...secrets]) expect(kept).not.toContain(secret);
    expect([...portal.api.rows.values()].map(({ subject }) => subject)).toEqual(["subject-1"]);
  });

  test("is over at once for whoever is signed in already", async () => {
    const browser = await portal.signedIn();
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
    expect((await portal.stateOf(browser)).kind).toBe("signed-out");
  });

  test.each<[string, (back: URL) => unknown, string]>([
    ["two codes", ({ searchParams }) => searchParams.append("code", "another"), "refused"],
    ["two states, the other one second", ({ searchParams }) => searchParams.append("state", "x".repeat(43)), "refused"],
    ["no code", ({ searchParams }) => searchParams.delete("code"), "refused"],
    ["an empty code", ({ searchParams }) => searchParams.set("code", ""), "refused"],
    ["an ID token in place of a code", (back) => (back.search = back.search.replace("code=", "id_token=")), "refused"],
    ["another provider's name", ({ searchParams }) => searchParams.set("iss", "https://evil.example"), "refused"],
    ["an error beside the code", ({ searchParams }) => searchParams.set("error", "server_error"), "refused"],
    ["an error that is a long text", ({ searchParams }) => searchParams.set("error", "a\r\nb".repeat(500)), "refused"],
  ])("with %s in the callback signs nobody in, and its state is used up", async (_title, change, because) => {
    const browser = portal.browser();
    const back = await portal.idp.visit(await browser.get("/auth/sign-in"), demoInvestor);
    const good = `${back.pathname}${back.search}`;
    change(back);
    expect(noticeOf(await browser.get(`${back.pathname}${back.search}`))).toMatchObject({ because });
    expect((await portal.stateOf(browser)).kind).toBe("signed-out");
    expect(noticeOf(await browser.get(good))).toMatchObject({ because: "stale" });
  });

  test("that begins with somebody's cookie neither signs its id in nor leaves it a session", async () => {
    const fixed = portal.browser();
    await fixed.get("/auth/sign-in");
    const victim = portal.browser();
    victim.cookie = fixed.cookie;
    await victim.signIn(portal.idp, demoInvestor);
    expect((await portal.stateOf(victim)).kind).toBe("signed-in");
    expect((await portal.stateOf(fixed)).kind).toBe("signed-out");
  });

  test("twice, as by the back button, leads whoever is signed in to the dashboard", async () => {
    const browser = portal.browser();
    const back = await portal.idp.visit(await browser.get("/auth/sign-in"), demoInvestor);
    await browser.get(`${back.pathname}${back.search}`);
    expect(await browser.get(`${back.pathname}${back.search}`)).toBe("/dashboard");
    expect((await portal.stateOf(browser)).kind).toBe("signed-in");
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
    expect((await portal.stateOf(browser)).kind).toBe("signed-in");
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
    expect((await portal.stateOf(browser)).kind).toBe("signed-out");
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

describe("sign-ins that one address begins", () => {
  const begin = async (forwardedFor: string) => {
    const location = await portal.browser(forwardedFor).get("/auth/sign-in?return=/documents");
    return location.startsWith("/") ? noticeOf(location)["because"] : "begun";
  };
  const beginAll = async (forwardedFor: string) => {
    for (let count = 0; count < mostBegun; count++) expect(await begin(forwardedFor)).toBe("begun");
  };
  const cloudFront = "192.0.2.9";

  test("are kept up to a limit, then none is, and another address goes on", async () => {
    await beginAll(`203.0.113.5, ${cloudFront}`);
    const kept = portal.api.rows.size;
    const refused = await portal.browser(`203.0.113.5, ${cloudFront}`).get("/auth/sign-in?return=/documents");
    expect(noticeOf(refused)).toEqual({ because: "too-many", return: "/documents" });
    expect(portal.api.rows.size).toBe(kept);
    expect(portal.logged).toEqual([{ message: "sign-in not begun", because: "too-many" }]);
    expect(await begin(`203.0.113.6, ${cloudFront}`)).toBe("begun");
  });

  test.each([
    [
      "that it writes into the header itself",
      "198.51.100.1, 203.0.113.7, 192.0.2.9",
      "198.51.100.2, 203.0.113.7, 192.0.2.9",
    ],
    ["of its own IPv6 network", "2001:db8:1:1::1, 192.0.2.9", "2001:db8:1:1:ffff::2, 192.0.2.9"],
  ])("count together under every address %s", async (_title, first, second) => {
    await beginAll(first);
    expect(await begin(second)).toBe("too-many");
  });

  test("are none of those that a picture on another page would begin, nor do they count", async () => {
    const asked = new Request("https://investor.cashsouk.example/auth/sign-in", {
      headers: { "sec-fetch-dest": "image", "x-forwarded-for": `203.0.113.9, ${cloudFront}` },
    });
    for (let count = 0; count <= mostBegun; count++) expect((await portal.ask(asked)).status).toBe(403);
    expect(portal.api.rows.size).toBe(0);
    expect(await begin(`203.0.113.9, ${cloudFront}`)).toBe("begun");
  });

  test("are not held against somebody who is signed in there", async () => {
    const address = `203.0.113.8, ${cloudFront}`;
    const browser = portal.browser(address);
    await browser.signIn(portal.idp, demoInvestor);
    for (let count = 1; count < mostBegun; count++) await begin(address);
    expect(await begin(address)).toBe("too-many");
    expect(await browser.get("/auth/sign-in?return=/documents")).toBe("/documents");
  });
});
