import { expect, test } from "@playwright/test";
import { endSessionsOf, inDatabase, stopContainerOf } from "./behind-the-back";
import { answerSignInPage, demoUser, portals, signIn, signInOrigin, signOut } from "./people";
import { photograph } from "./screenshots";
import { send } from "./wire";
import { look, type World } from "./world";

let world: World;
test.beforeAll(async () => {
  world = await look();
});

const roles = { investor: "Investor", issuer: "Issuer", admin: "CashSouk staff" };

for (const portal of portals)
  test(`${portal}: signed in, greeted by name and role, and shown what is theirs`, async ({ page }) => {
    await signIn(page, world, portal);
    const name = `Demo ${portal[0]!.toUpperCase()}${portal.slice(1)}`;
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Welcome, ${name}`);
    await expect(page.getByRole("main").getByText(roles[portal], { exact: true }).first()).toBeVisible();
    await expect(page.getByRole("status")).toHaveCount(0);
    await photograph(page, `${portal}-dashboard`);
    await page.goto(`${world[portal].url}/account`);
    await expect(page.getByText(demoUser(portal).email).first()).toBeVisible();
    await photograph(page, `${portal}-account`);
  });

test("a wrong password is told on the sign-in page, and leads nowhere", async ({ page, context }) => {
  await page.goto(`${world.investor.url}/dashboard`);
  await answerSignInPage(page, { ...demoUser("investor"), password: "not-the-password" });
  await expect(page.getByText("Incorrect username or password.")).toBeVisible();
  await photograph(page, "hosted-page-wrong-password");
  expect(page.url()).toContain(signInOrigin());
  const held = (await context.cookies(world.investor.url)).filter(({ value }) => !value.startsWith("visitor."));
  expect(held).toEqual([]);
});

test("whoever asked for a page is brought back to it", async ({ page }) => {
  await page.goto(`${world.investor.url}/account`);
  await answerSignInPage(page, demoUser("investor"));
  await expect(page).toHaveURL(`${world.investor.url}/account`);
});

for (const elsewhere of ["https://evil.example/", "//evil.example/", "/\\evil.example"])
  test(`nobody is led on to ${elsewhere} after a sign-in`, async ({ page }) => {
    await page.goto(`${world.investor.url}/auth/sign-in?return=${encodeURIComponent(elsewhere)}`);
    await answerSignInPage(page, demoUser("investor"));
    await expect(page).toHaveURL(`${world.investor.url}/dashboard`);
  });

test("the browser holds one opaque, httpOnly cookie, another one after the sign-in", async ({ page, context }) => {
  await page.goto(`${world.investor.url}/dashboard`);
  const [before] = await context.cookies(world.investor.url);
  await answerSignInPage(page, demoUser("investor"));
  await expect(page).toHaveURL(`${world.investor.url}/dashboard`);
  const cookies = await context.cookies(world.investor.url);
  expect(cookies).toEqual([
    expect.objectContaining({
      name: "__Host-investor-session",
      httpOnly: true,
      secure: true,
      sameSite: "Lax",
      path: "/",
      value: expect.stringMatching(/^[\w-]{43}$/),
    }),
  ]);
  expect(before!.value).not.toContain(cookies[0]!.value);
  expect(await page.evaluate("document.cookie")).toBe("");
});

test("who signed out is out, and the cookie of before opens nothing any more", async ({ page, context }) => {
  await signIn(page, world, "investor");
  const kept = await context.cookies(world.investor.url);
  await signOut(page);
  await expect(page).toHaveURL(`${world.investor.url}/`);
  await expect(page.getByRole("main").getByRole("link", { name: "Sign in" })).toBeVisible();
  await context.addCookies(kept);
  await page.goto(`${world.investor.url}/dashboard`);
  await expect(page.getByRole("heading", { level: 1 })).not.toContainText("Welcome");
});

test("an ended session is told, and signing in again leads back", async ({ page }) => {
  await signIn(page, world, "investor");
  endSessionsOf("investor");
  await page.goto(`${world.investor.url}/account`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your session has ended");
  await photograph(page, "investor-session-ended");
  await page.getByRole("link", { name: "Sign in again" }).click();
  await answerSignInPage(page, demoUser("investor"));
  await expect(page).toHaveURL(`${world.investor.url}/account`);
});

test("an investor does not get into the operators' portal", async ({ page, context }) => {
  await page.goto(`${world.admin.url}/dashboard`);
  await answerSignInPage(page, demoUser("investor"));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("This portal is for");
  await photograph(page, "admin-wrong-role");
  expect((await page.reload())?.status()).toBe(403);
  const held = (await context.cookies(world.admin.url)).filter(({ value }) => !value.startsWith("visitor."));
  expect(held).toEqual([]);
  await page.goto(`${world.admin.url}/dashboard`);
  await expect(page).toHaveURL(new RegExp(`^${signInOrigin()}/`));
});

test("two portals at once: each has its own session, and signing out of one leaves the other", async ({
  page,
  context,
}) => {
  await signIn(page, world, "investor");
  const other = await context.newPage();
  await signIn(other, world, "issuer");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Welcome, Demo Investor");
  await signOut(page);
  await other.reload();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Welcome, Demo Issuer");
});

test("of two browsers, each is called this browser on its own account page, and no other", async ({
  page,
  browser,
}) => {
  endSessionsOf("investor");
  await signIn(page, world, "investor");
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, world, "investor");
  // What was used last stands first, and opening the page uses it.
  for (const at of [page, elsewhere, page]) {
    await at.goto(`${world.investor.url}/account`);
    const sessions = at.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem");
    await expect(sessions).toHaveCount(2);
    await expect(sessions.filter({ hasText: "this browser" })).toHaveCount(1);
    await expect(sessions.first()).toContainText("Investor portal, this browser");
  }
  await elsewhere.context().close();
});

test("signing out everywhere ends every browser's session", async ({ page, browser }) => {
  await signIn(page, world, "investor");
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, world, "investor");
  await page.goto(`${world.investor.url}/account`);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(`${world.investor.url}/`);
  await elsewhere.goto(`${world.investor.url}/dashboard`);
  await expect(elsewhere.getByRole("heading", { level: 1 })).toHaveText("Your session has ended");
  await elsewhere.context().close();
});

test("another site's page can't sign anybody out", async ({ page, context }) => {
  await signIn(page, world, "investor");
  const [cookie] = await context.cookies(world.investor.url);
  const asAnotherSite = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const asNobody = {};
  for (const headers of [asAnotherSite, asNobody]) {
    const asked = { method: "POST", headers: { ...headers, cookie: `${cookie!.name}=${cookie!.value}` } };
    expect((await send(`${world.investor.url}/auth/sign-out`, asked)).status).toBe(403);
  }
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Welcome");
});

test("a portal's container that is replaced signs nobody out", async ({ page }) => {
  await signIn(page, world, "investor");
  const before = (await look()).investor.ecs.tasks.map(({ arn }) => arn);
  stopContainerOf("investor");
  const replaced = async () => {
    const { answer, ecs } = (await look()).investor;
    return answer.kind === "version" && ecs.tasks.length > 0 && ecs.tasks.every(({ arn }) => !before.includes(arn));
  };
  await expect.poll(replaced, { timeout: 120_000 }).toBe(true);
  await page.goto(`${world.investor.url}/account`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account");
});

test("the database holds sealed sessions, and neither tokens nor what the browser holds", async ({ page, context }) => {
  await signIn(page, world, "investor");
  const [cookie] = await context.cookies(world.investor.url);
  const kept = inDatabase("SELECT sealed FROM sessions WHERE subject IS NOT NULL");
  expect(kept.length).toBeGreaterThan(0);
  const told = [...kept.map((sealed) => Buffer.from(sealed, "base64").toString("latin1")), ...kept];
  expect(told.filter((text) => /eyJ[\w-]{8,}\.eyJ/.test(text))).toEqual([]);
  expect(inDatabase("SELECT * FROM sessions").filter((row) => row.includes(cookie!.value))).toEqual([]);
});
