import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { stateFolder } from "./world";

const widths = [360, 1440];

/** The page as a phone and a desk show it, for whoever looks; nothing of it may stand beside the screen. */
export async function photograph(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    // What is still on its way stands on the page as a grey shape.
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: join(stateFolder, "pages", `${name}-${width}.png`), fullPage: true });
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
  }
  if (before) await page.setViewportSize(before);
}
