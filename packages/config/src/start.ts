import { ConfigurationError } from "./environment";
import { readLandingConfiguration, readSignInConfiguration } from "./portal-configuration";
import type { PortalName } from "./portals";

/** For `instrumentation.ts`: a portal that lacks a setting ends at its start, instead of failing page by page. */
export function startPortal(portal: PortalName): void {
  try {
    if (portal === "landing") readLandingConfiguration(process.env);
    else readSignInConfiguration(portal, process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
