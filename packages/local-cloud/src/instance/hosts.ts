import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseManifest } from "@cashsouk/deploy/manifest";
import { checkout } from "../machine/folders";

export const domain = "cashsouk.localhost";

/** The public hosts of the services that the manifest lists. */
export function hosts(): string[] {
  const { services } = parseManifest(readFileSync(join(checkout, "services.json"), "utf8"));
  return services.map(({ subdomain }) => (subdomain ? `${subdomain}.${domain}` : domain));
}
