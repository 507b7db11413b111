import { meWrite, sessionHandleHeader } from "@cashsouk/types";
import { Router } from "express";
import { signedIn } from "../../http/caller";
import { jsonBody, parseBody } from "../../http/parse";
import type { GlobalSignOut } from "../../sign-in/global-sign-out";
import type { Tokens } from "../../sign-in/tokens";
import type { SessionsStore } from "../sessions/store";
import { readIdentity, readMe, sessionsOf, signOutEverywhere } from "./service";
import type { UsersStore } from "./store";

/** An ID token at its longest, and the rest of the body. */
const bodyLimitBytes = 16 * 1024;

export interface MeOptions {
  users: UsersStore;
  sessions: SessionsStore;
  tokens: Tokens;
  globalSignOut: GlobalSignOut;
}

/** The signed-in user himself; only behind `requireUser`. */
export function meRoutes({ users, sessions, tokens, globalSignOut }: MeOptions): Router {
  const router = Router();
  router.get("/", async (_request, response) => {
    response.json(await readMe(users, signedIn(response)));
  });
  router.put("/", jsonBody(bodyLimitBytes), async (request, response) => {
    const user = signedIn(response);
    const { idToken } = parseBody(meWrite, request);
    const refused = (reason: string) => request.log.info({ code: "invalid-request", reason }, "ID token refused");
    await users.signedIn(user.subject, await readIdentity(tokens, { idToken, user, refused }), new Date());
    response.json(await readMe(users, user));
  });
  router.get("/sessions", async (request, response) => {
    const user = { subject: signedIn(response).subject, handle: request.get(sessionHandleHeader) };
    response.json(await sessionsOf(sessions, user, new Date()));
  });
  router.delete("/sessions", async (_request, response) => {
    await signOutEverywhere(sessions, globalSignOut, signedIn(response).subject);
    response.status(204).end();
  });
  return router;
}
