import { Router } from "express";
import { ApiError } from "../../http/problem";
import type { Ping } from "./store";

const readyWithinMs = 2_000;

/** `/healthz`: the process answers. `/readyz`: it can serve, so it asks the database and gives up after two seconds. */
export function healthRoutes(ping: Ping, draining: AbortSignal): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.json({ status: "alive" });
  });
  router.get("/readyz", async (_request, response) => {
    if (draining.aborted) throw new ApiError(503, "draining", "This process is about to end");
    await within(readyWithinMs, ping());
    response.json({ status: "ready" });
  });
  return router;
}

async function within(limitMs: number, answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new ApiError(503, "database-unavailable", `The database did not answer within ${limitMs} ms`)),
      limitMs,
    );
  });
  try {
    await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}
