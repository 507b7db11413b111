import { Router } from "express";
import { signedIn } from "../../http/caller";
import { listQuery } from "../../http/page";
import { parseQuery } from "../../http/parse";
import type { UsersStore } from "../me/store";
import { notesOfIssuers, openNotes } from "./service";
import type { NotesStore } from "./store";

export function notesRoutes(store: NotesStore): Router {
  const router = Router();
  router.get("/", async (request, response) => {
    const query = parseQuery(listQuery, request);
    response.json(await openNotes(store, new Date(), query));
  });
  return router;
}

/** The notes of the companies that the user acts for; only behind `requireGroup("issuer")`. */
export function issuerNotesRoutes(store: NotesStore, users: UsersStore): Router {
  const router = Router();
  router.get("/", async (request, response) => {
    const query = parseQuery(listQuery, request);
    const user = await users.find(signedIn(response).subject);
    const issuerIds = (user?.issuers ?? []).map(({ id }) => id);
    response.json(await notesOfIssuers(store, issuerIds, query));
  });
  return router;
}
