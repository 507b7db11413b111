import { type Version, version } from "@cashsouk/types";
import { Router } from "express";

/** `/version`: which image answers, and since when. A rollout compares the key with the one it deployed. */
export function versionRoutes({ startedAt, ...identity }: Omit<Version, "startedAt"> & { startedAt: Date }): Router {
  const answer = version.parse({ ...identity, startedAt: startedAt.toISOString() });
  const router = Router();
  router.get("/version", (_request, response) => {
    response.json(answer);
  });
  return router;
}
