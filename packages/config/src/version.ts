import type { Version } from "@cashsouk/types";
import type { PortalName } from "./portals";

/** `GET /version`: which image answers (its content key, from `RELEASE`) and since when. */
export function versionRoute(service: PortalName): () => Response {
  return () => {
    const version: Version = {
      service,
      key: process.env.RELEASE || "development",
      startedAt: new Date(performance.timeOrigin).toISOString(),
    };
    return Response.json(version, { headers: { "cache-control": "no-store" } });
  };
}
