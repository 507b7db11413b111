import { adminOverview } from "@cashsouk/types";
import { Router } from "express";
import type { OverviewStore } from "./store";

/** Only behind `requireGroup("admin")`. */
export function adminRoutes(store: OverviewStore): Router {
  const router = Router();
  router.get("/overview", async (_request, response) => {
    response.json(adminOverview.parse(await store.overview(new Date())));
  });
  return router;
}
