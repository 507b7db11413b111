import { Router } from "express";
import { listQuery } from "../../http/page";
import { parseQuery } from "../../http/parse";
import { openNotes } from "./service";
import type { NotesStore } from "./store";

export function notesRoutes(store: NotesStore): Router {
  const router = Router();
  router.get("/", async (request, response) => {
    const query = parseQuery(listQuery, request);
    response.json(await openNotes(store, new Date(), query));
  });
  return router;
}
