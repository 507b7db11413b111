import { jsonLog, readSignInConfiguration } from "@cashsouk/config";
import type { Group } from "@cashsouk/types";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { cookieName, parseHolder } from "./cookie";
import { noticePath, signInPath } from "./notice";
import { portalSessions, type SessionState } from "./open-session";
import { authRoutes } from "./routes";
import type { Session, SessionLookup } from "./session";

/** Sign-in as one portal's pages and routes use it. */
export function signIn(portal: Group) {
  let made: ReturnType<typeof portalSessions> | undefined;
  // Read when the first request comes: nothing of an environment is in an image.
  const sessions = () =>
    (made ??= portalSessions(portal, readSignInConfiguration(portal, process.env), jsonLog(portal)));
  /** Once a request, however many parts of its page ask. */
  const state = cache(async () => sessions().open(parseHolder((await cookies()).get(cookieName(portal))?.value)));
  const sessionOf = ({ record, api }: SessionState & { kind: "signed-in" }): Session => ({
    user: { name: record.user.name, email: record.user.email, role: portal },
    api,
  });

  return {
    /** For `app/auth/[action]/route.ts`: GET sign-in and callback, POST sign-out and sign-out-everywhere. */
    authRoutes: authRoutes(sessions),

    /** For route handlers, whose answers tell somebody who is signed out from one who can't be looked up now. */
    lookUpSession: async (): Promise<SessionLookup> => {
      const found = await state();
      return found.kind === "signed-in" ? { kind: "signed-in", session: sessionOf(found) } : found;
    },

    /** Who is signed in, if anybody is known to be: in pages and layouts. */
    currentSession: async (): Promise<Session | undefined> => {
      const found = await state();
      return found.kind === "signed-in" ? sessionOf(found) : undefined;
    },

    /** The same where only they may look: whoever isn't signed in is led to sign in, and back to `returnTo`. */
    requireSession: async (returnTo: string): Promise<Session> => {
      const found = await state();
      switch (found.kind) {
        case "signed-in":
          return sessionOf(found);
        case "signed-out":
          return redirect(signInPath(returnTo));
        case "ended":
          return redirect(noticePath({ because: "ended", returnTo }));
        case "unavailable":
          return redirect(noticePath({ because: "unavailable", returnTo, reference: found.reference }));
      }
    },
  };
}

export type PortalSignIn = ReturnType<typeof signIn>;
