import type { Group } from "@cashsouk/types";
import type { Session } from "./session";

type RouteHandler = (request: Request, context: { params: Promise<{ action: string }> }) => Promise<Response>;

/** Sign-in as one portal uses it. */
export interface PortalSignIn {
  /** For `app/auth/[action]/route.ts`: GET sign-in and callback, POST sign-out and sign-out-everywhere. */
  authRoutes: { GET: RouteHandler; POST: RouteHandler };
  /** Who is signed in, if anybody is; in pages, layouts and route handlers. */
  currentSession(): Promise<Session | undefined>;
  /** The same for what only they may see: whoever isn't signed in is led to sign in, and back to `returnTo`. */
  requireSession(returnTo: string): Promise<Session>;
}

export declare function signIn(portal: Group): PortalSignIn;
