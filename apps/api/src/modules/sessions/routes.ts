import { sessionHandle, sessionWrite } from "@cashsouk/types";
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { askingPortal } from "../../http/caller";
import { jsonBody, parseBody, parsePath } from "../../http/parse";
import { toSession, writeSession } from "./service";
import type { SessionKey, SessionsStore } from "./store";

/** What is sealed at its longest, and the rest of the body. */
const bodyLimitBytes = 32 * 1024;

const path = z.object({ handle: sessionHandle });

/** The portals' sessions; only behind `requirePortal`. */
export function sessionsRoutes(store: SessionsStore): Router {
  const router = Router();
  // `If-Match: *` is HTTP's way to say: change it, do not make it.
  router.put("/:handle", jsonBody(bodyLimitBytes), async (request, response) => {
    const existingOnly = request.get("If-Match") === "*";
    const value = parseBody(sessionWrite, request);
    await writeSession(store, { key: keyOf(request, response), value, existingOnly, at: new Date() });
    response.status(204).end();
  });
  router.get("/:handle", async (request, response) => {
    response.json(toSession(await store.use(keyOf(request, response), new Date())));
  });
  router.post("/:handle/take", async (request, response) => {
    response.json(toSession(await store.take(keyOf(request, response), new Date())));
  });
  router.delete("/:handle", async (request, response) => {
    await store.end(keyOf(request, response));
    response.status(204).end();
  });
  return router;
}

function keyOf(request: Request, response: Response): SessionKey {
  return { ...parsePath(path, request), portal: askingPortal(response) };
}
