import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseManifest } from "@cashsouk/deploy/manifest";

export const domain = "cashsouk.localhost";

/** The public hosts of the services that a checkout's manifest lists. */
export function publicHosts(checkout: string): string[] {
  const { services } = parseManifest(readFileSync(join(checkout, "services.json"), "utf8"));
  return services.map(({ subdomain }) => (subdomain ? `${subdomain}.${domain}` : domain));
}

/** What AWS answers by itself has a name of its own here, so that the browser and the containers mean the same by it. */
export const signInHost = `auth.${domain}`;
export const assetsHost = `assets.${domain}`;
export const uploadsHost = `uploads.${domain}`;
