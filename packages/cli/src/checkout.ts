import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Service } from "@cashsouk/deploy/manifest";

/** The checkout that this command belongs to. */
export const checkout = resolve(__dirname, "../../..");

export async function readServices(): Promise<readonly Service[]> {
  const { parseManifest } = await import("@cashsouk/deploy/manifest");
  return parseManifest(readFileSync(join(checkout, "services.json"), "utf8")).services;
}
