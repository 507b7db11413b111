import type { ApiClient } from "@cashsouk/config";
import type { Group } from "@cashsouk/types";

export interface User {
  name: string;
  email: string;
  /** The role in which this portal is used. */
  role: Group;
}

/** Somebody who is signed in: who it is, and the API in their name. */
export interface Session {
  user: User;
  api: ApiClient;
}

/** Somebody's session, or why there is none to be had. */
export type SessionLookup =
  | { kind: "signed-in"; session: Session }
  | { kind: "signed-out" | "ended" }
  | { kind: "unavailable"; reference: string };
