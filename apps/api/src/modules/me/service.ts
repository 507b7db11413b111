import { type Me, me, type MySessions, mySessions } from "@cashsouk/types";
import { signInUnavailable } from "../../http/caller";
import { ApiError } from "../../http/problem";
import { KeysUnavailable, TokenRefused } from "../../sign-in/refusal";
import type { GlobalSignOut } from "../../sign-in/global-sign-out";
import type { Identity, Tokens, User } from "../../sign-in/tokens";
import type { SessionsStore } from "../sessions/store";
import type { UsersStore } from "./store";

export async function readMe(store: UsersStore, { subject, groups }: User): Promise<Me> {
  const row = await store.find(subject);
  if (row === undefined) throw new ApiError(404, "user-unknown", "Who you are is not known yet: PUT /api/v1/me first");
  const { name, email, issuers, createdAt } = row;
  return me.parse({ subject, name, email, groups, memberSince: createdAt.toISOString(), issuers });
}

/** What the user's own ID token says; `refused` hears why another is not taken. */
export async function readIdentity(
  tokens: Tokens,
  { idToken, user, refused }: { idToken: string; user: User; refused: (reason: string) => void },
): Promise<Identity> {
  try {
    return await tokens.identity(idToken, user);
  } catch (error) {
    if (error instanceof KeysUnavailable) throw signInUnavailable(error);
    if (!(error instanceof TokenRefused)) throw error;
    refused(error.message);
    throw new ApiError(400, "invalid-request", "The body is not valid", [
      { field: "idToken", message: "want the ID token that came with this access token" },
    ]);
  }
}

export async function sessionsOf(
  store: SessionsStore,
  user: { subject: string; handle: string | undefined },
  at: Date,
): Promise<MySessions> {
  const rows = await store.ofUser(user, at);
  const items = rows.map(({ portal, createdAt, usedAt, current }) => ({
    portal,
    current,
    startedAt: createdAt.toISOString(),
    lastUsedAt: usedAt.toISOString(),
  }));
  return mySessions.parse({ items });
}

/** Cognito first: where it does not answer, all is as it was, and whoever asked is still signed in to ask again. */
export async function signOutEverywhere(
  store: SessionsStore,
  globalSignOut: GlobalSignOut,
  subject: string,
): Promise<void> {
  try {
    await globalSignOut(subject);
  } catch (cause) {
    const text = "Your sessions could not be ended now: try again in a moment";
    throw new ApiError(503, "sign-in-unavailable", text, undefined, { cause });
  }
  await store.endAllOf(subject);
}
