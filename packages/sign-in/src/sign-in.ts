import { jsonLog, readSignInConfiguration } from "@cashsouk/config";
import type { Group } from "@cashsouk/types";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { cookieName, parseHolder } from "./cookie";
import { noticePath, signInPath } from "./notice";
import { portalSessions } from "./open-session";
import { authRoutes } from "./routes";
import type { Session, SessionLookup } from "./session";

/** Sign-in as one portal's pages and routes use it. */
export function signIn(portal: Group) {
  let made: ReturnType<typeof portalSessions> | undefined;
  // Read when the first request comes: nothing of an environment is in an image.
  const sessions = () =>
    (made ??= portalSessions(portal, readSignInConfiguration(portal, process.env), jsonLog(portal)));
  /** Once a request, however many parts of its page ask. */
  const lookUp = cache(async (): Promise<SessionLookup> => {
    const found = await sessions().open(parseHolder((await cookies()).get(cookieName(portal))?.value));
    if (found.kind !== "signed-in") return found;
    const { name, email } = found.record.user;
    return { kind: "signed-in", session: { user: { name, email, role: portal }, api: found.api } };
  });

  return {
    /** For `app/auth/[action]/route.ts`: GET sign-in and callback, POST sign-out and sign-out-everywhere. */
    authRoutes: authRoutes(sessions),

    /** For route handlers, whose answers tell somebody who is signed out from one who can't be looked up now. */
    lookUpSession: lookUp,

    /** Who is signed in, if anybody is known to be: in pages and layouts. */
    currentSession: async (): Promise<Session | undefined> => {
      const found = await lookUp();
      return found.kind === "signed-in" ? found.session : undefined;
    },

    /** The same where only they may look: whoever isn't signed in is led to sign in, and back to `returnTo`. */
    requireSession: async (returnTo: string): Promise<Session> => {
      const found = await lookUp();
      switch (found.kind) {
        case "signed-in":
          return found.session;
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
