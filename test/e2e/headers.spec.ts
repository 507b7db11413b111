import { expect, type Page, type Response, test } from "@playwright/test";
import { logOf, secret } from "./account";
import { demoUser, portals, type Portal, signIn } from "./people";
import { send } from "./wire";
import { look, services, type ServiceName, type World } from "./world";

let world: World;
test.beforeAll(async () => {
  world = await look();
});

let blocked: string[];
test.beforeEach(({ page }) => {
  blocked = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) blocked.push(message.text());
  });
});
test.afterEach(() => {
  expect(blocked).toEqual([]);
});

interface Row {
  page: string;
  status: number;
  policy: string;
  transport: string;
  frame: string;
  referrer: string;
  sniffing: string;
  caching: string;
  cookies: string;
}

const rows: Row[] = [];
test.afterAll(() => {
  const columns = [
    "page",
    "status",
    "policy",
    "transport",
    "frame",
    "referrer",
    "sniffing",
    "caching",
    "cookies",
  ] as const;
  const lines = [Object.fromEntries(columns.map((name) => [name, name.toUpperCase()])), ...rows] as Record<
    string,
    unknown
  >[];
  const width = (name: string) => Math.max(...lines.map((line) => String(line[name]).length));
  for (const line of lines)
    process.stdout.write(`${columns.map((name) => String(line[name]).padEnd(width(name))).join("  ")}\n`);
});

const signedOutPages: [ServiceName, string][] = [
  ["landing", "/"],
  ...portals.flatMap((portal): [ServiceName, string][] => [
    [portal, "/"],
    [portal, "/sign-in?because=ended"],
    [portal, "/no-such-page"],
  ]),
];
const signedInPages: Record<Portal, string[]> = {
  investor: ["/", "/dashboard", "/account"],
  issuer: ["/", "/dashboard", "/account", "/documents"],
  admin: ["/", "/dashboard", "/account"],
};

for (const [service, path] of signedOutPages)
  test(`${service} ${path}: what its answer allows a browser`, async ({ page }) => {
    const response = await page.goto(`${world[service].url}${path}`);
    await holdsItsHeaders(`${service} ${path}`, page, response!);
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual([]);
  });

for (const portal of portals)
  test(`${portal}, signed in: what its answers allow a browser, and no token anywhere in it`, async ({ page }) => {
    await signIn(page, world, portal);
    for (const path of signedInPages[portal]) {
      const response = await page.goto(`${world[portal].url}${path}`, { waitUntil: "networkidle" });
      await holdsItsHeaders(`${portal} ${path} (signed in)`, page, response!);
      expect(response!.headers()["cache-control"]).toContain("no-store");
      const [cookie] = await page.context().cookies(world[portal].url);
      const held = await page.evaluate<string>(
        "JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, document.cookie])",
      );
      for (const text of [await response!.text(), held]) {
        expect(text).not.toMatch(/eyJ[\w-]{8,}\.eyJ/);
        expect(text).not.toContain(cookie!.value);
      }
    }
  });

async function holdsItsHeaders(title: string, page: Page, response: Response): Promise<void> {
  const headers = await response.allHeaders();
  const directives = new Map(
    (headers["content-security-policy"] ?? "").split("; ").map((one) => {
      const [name = "", ...sources] = one.split(" ");
      return [name, sources] as const;
    }),
  );
  const cookies = await page.context().cookies(response.url());
  rows.push({
    page: title,
    status: response.status(),
    policy: (directives.get("script-src") ?? ["–"]).map((source) => source.replace(/'nonce-.*'/, "nonce")).join(" "),
    transport: headers["strict-transport-security"] ?? "–",
    frame: `${headers["x-frame-options"] ?? "–"} ${(directives.get("frame-ancestors") ?? []).join(" ")}`,
    referrer: headers["referrer-policy"] ?? "–",
    sniffing: headers["x-content-type-options"] ?? "–",
    caching: headers["cache-control"] ?? "–",
    cookies:
      cookies.map(({ name, sameSite, httpOnly }) => `${name} ${httpOnly ? "HttpOnly" : ""} ${sameSite}`).join() || "–",
  });
  const scripts = directives.get("script-src") ?? [];
  expect(scripts).toEqual([expect.stringMatching(/^'nonce-[\w+/=]{20,}'$/), "'strict-dynamic'"]);
  expect(scripts.join()).not.toContain("unsafe");
  expect(directives.get("default-src")).toEqual(["'self'"]);
  for (const none of ["frame-ancestors", "object-src", "base-uri"]) expect(directives.get(none)).toEqual(["'none'"]);
  expect(headers).toMatchObject({
    "strict-transport-security": expect.stringMatching(/^max-age=31536000; includeSubDomains/),
    "x-frame-options": "DENY",
    "referrer-policy": expect.stringMatching(/^(strict-origin-when-cross-origin|same-origin|no-referrer)$/),
    "x-content-type-options": "nosniff",
  });
  for (const name of ["server", "x-powered-by"]) expect(headers).not.toHaveProperty(name);
  // Those of the answer itself; what a script of these adds later runs by 'strict-dynamic'.
  const [nonce = ""] = scripts;
  const written = (await response.text()).match(/<script\b[^>]*>/g) ?? [];
  expect(written.length).toBeGreaterThan(0);
  expect(written.filter((tag) => !tag.includes(`nonce="${nonce.slice("'nonce-".length, -1)}"`))).toEqual([]);
}

test("two visits have two nonces", async ({ page }) => {
  const policies = [];
  for (let visit = 0; visit < 2; visit += 1)
    policies.push((await page.goto(world.landing.url))!.headers()["content-security-policy"]);
  expect(policies[0]).not.toBe(policies[1]);
});

test("the API's answers are for programs: nothing may be loaded, framed, sniffed or kept by whoever shows one", async () => {
  const { headers } = await send(`${world.api.url}/api/v1/notes`);
  expect(headers).toMatchObject({
    "content-security-policy": expect.stringContaining("default-src 'none'"),
    "x-content-type-options": "nosniff",
    "strict-transport-security": expect.any(String),
  });
  expect(headers).not.toHaveProperty("x-powered-by");
  expect(headers).not.toHaveProperty("set-cookie");
});

test("only the portals' pages may read the API's answers in a browser", async () => {
  const allowed = async (origin: string) =>
    (await send(`${world.api.url}/api/v1/notes`, { headers: { origin } })).headers["access-control-allow-origin"];
  expect(await allowed(world.investor.url)).toBe(world.investor.url);
  expect(await allowed("https://evil.example")).toBeUndefined();
});

test("no log holds a token, a password, a key or what a browser holds", async ({ page }) => {
  await signIn(page, world, "issuer");
  const [cookie] = await page.context().cookies(world.issuer.url);
  await page.goto(`${world.issuer.url}/account`);
  const kept = portals.flatMap((portal) =>
    ["portal-key", "session-secret", "client-secret"].map((name) => `${portal}/${name}`),
  );
  const secrets = [demoUser("issuer").password, cookie!.value, ...(await Promise.all(kept.map(secret)))];
  for (const service of services) {
    const lines = await logOf(service);
    expect([service, lines.length > 0]).toEqual([service, true]);
    const telling = lines.filter((line) => /eyJ[\w-]{8,}\.eyJ/.test(line) || secrets.some((one) => line.includes(one)));
    expect([service, telling.length]).toEqual([service, 0]);
    // A sign-in's code and state are as good as a token for a moment.
    expect([service, lines.filter((line) => /[?&](code|state)=[\w-]{10,}/.test(line)).length]).toEqual([service, 0]);
  }
});
