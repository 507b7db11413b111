import { Router } from "express";
import { parseQuery } from "../../http/parse";
import { openNotesQuery } from "./schemas";
import { openNotes } from "./service";
import type { NotesStore } from "./store";

export function notesRoutes(store: NotesStore): Router {
  const router = Router();
  router.get("/", async (request, response) => {
    const query = parseQuery(openNotesQuery, request);
    response.json(await openNotes(store, new Date(), query));
  });
  return router;
}
