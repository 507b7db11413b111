import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type InvestorPortal, noticeOf, startPortal } from "./testing/portal";

let portal: InvestorPortal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.close());
beforeEach(() => portal.reset());

describe("signing out", () => {
  const hostedSignOut = () =>
    `${portal.idp.url}/logout?client_id=investor-client&logout_uri=https%3A%2F%2Finvestor.cashsouk.example%2F`;

  test("ends the session, its token, the cookie, and then the hosted pages' own session", async () => {
    const browser = await portal.signedIn();
    expect(await browser.post("/auth/sign-out")).toBe(hostedSignOut());
    expect(browser.cookie).toBeUndefined();
    expect(portal.api.rows.size).toBe(0);
    expect(portal.idp.asked).toContain("POST /oauth2/revoke");
  });

  test("ends the session also where its token can't be revoked, which is logged", async () => {
    const browser = await portal.signedIn();
    portal.idp.refuses = { status: 401, headers: { "www-authenticate": "Basic" } };
    expect(await browser.post("/auth/sign-out")).toBe(hostedSignOut());
    expect(portal.api.rows.size).toBe(0);
    expect(portal.logged).toEqual([{ message: "token not revoked", why: "answered 401 with a challenge" }]);
  });

  test("says so when the API is away, and keeps the session for another try", async () => {
    const browser = await portal.signedIn();
    portal.api.away = true;
    const told = noticeOf(await browser.post("/auth/sign-out"));
    expect(told).toEqual({ because: "not-signed-out", return: "/account", reference: expect.any(String) });
    expect(portal.logged).toContainEqual(expect.objectContaining({ reference: told["reference"] }));
    portal.api.away = false;
    expect((await portal.stateOf(browser)).kind).toBe("signed-in");
    expect(await browser.post("/auth/sign-out")).toBe(hostedSignOut());
    expect(browser.cookie).toBeUndefined();
  });

  test("everywhere asks the API first", async () => {
    const browser = await portal.signedIn();
    expect(await browser.post("/auth/sign-out-everywhere")).toBe(hostedSignOut());
    expect(portal.api.asked).toContain("DELETE /api/v1/me/sessions");
    expect(browser.cookie).toBeUndefined();
  });

  test("everywhere says so when it could not be done, and keeps the session for another try", async () => {
    const browser = await portal.signedIn();
    portal.api.signInAway = true;
    expect(noticeOf(await browser.post("/auth/sign-out-everywhere"))).toMatchObject({ because: "still-signed-in" });
    expect((await portal.stateOf(browser)).kind).toBe("signed-in");
    portal.api.signInAway = false;
    expect(await browser.post("/auth/sign-out-everywhere")).toBe(hostedSignOut());
  });

  test("everywhere, from a session that has ended or none, leads to sign in first: nothing ended elsewhere", async () => {
    const browser = await portal.signedIn();
    portal.api.rows.clear();
    for (const asking of [browser, portal.browser()])
      expect(noticeOf(await asking.post("/auth/sign-out-everywhere"))).toEqual({
        because: "ended",
        return: "/account",
      });
    expect(portal.api.asked).not.toContain("DELETE /api/v1/me/sessions");
  });

  test("is no step of a GET", async () => {
    const browser = await portal.signedIn();
    await expect(browser.get("/auth/sign-out")).rejects.toThrow("answered 404");
  });
});

test("no log line holds a token", async () => {
  const browser = await portal.signedIn();
  await browser.post("/auth/sign-out");
  await portal.browser().signIn(portal.idp, "cancel");
  expect(JSON.stringify(portal.logged)).not.toMatch(/eyJ|Bearer/);
});
