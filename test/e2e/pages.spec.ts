import { ask } from "@cashsouk/deploy/public-host";
import { expect, test } from "@playwright/test";
import { look, services, type World } from "./world";

let world: World;
test.beforeAll(async () => {
  world = await look();
});

const answerLimitMs = 5_000;
const widths = [360, 1440];

for (const width of widths)
  for (const name of services.filter((service) => service !== "api"))
    test(`${name} at ${width} px: a page with a heading, nothing beside the screen, nothing from elsewhere`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 900 });
      const elsewhere: string[] = [];
      const errors: string[] = [];
      page.on("request", (request) => {
        if (new URL(request.url()).host !== new URL(world[name].url).host) elsewhere.push(request.url());
      });
      page.on("pageerror", (error) => errors.push(error.message));
      const response = await page.goto(world[name].url, { waitUntil: "networkidle" });
      expect(response?.status()).toBe(200);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      expect({ elsewhere, errors }).toEqual({ elsewhere: [], errors: [] });
      await page.screenshot({ path: `../.local/test/pages/${name}-${width}.png`, fullPage: true });
    });

test("the landing page shows the open notes that the database holds", async ({ page }) => {
  const { body } = await ask(`${world.api.url}/api/v1/notes`, answerLimitMs);
  const answer = JSON.parse(body) as { items: { reference: string }[] };
  expect(answer.items.length).toBeGreaterThan(0);
  await page.goto(world.landing.url, { waitUntil: "networkidle" });
  for (const { reference } of answer.items.slice(0, 3)) await expect(page.getByText(reference)).toBeVisible();
});

test("the landing page warns of the risk and leads both ways in", async ({ page }) => {
  await page.goto(world.landing.url);
  await expect(page.getByText(/you (?:may|can|could) lose/i).first()).toBeVisible();
  for (const portal of [world.investor.url, world.issuer.url])
    await expect(page.locator(`a[href*="//${new URL(portal).host}"]`).first()).toBeVisible();
});

test("the API asks the database before it calls itself ready", async () => {
  expect((await ask(`${world.api.url}/readyz`, answerLimitMs)).status).toBe(200);
});
