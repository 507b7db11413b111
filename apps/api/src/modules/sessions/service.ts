import { type Session, type SessionWrite, session, sessionHours } from "@cashsouk/types";
import { ApiError } from "../../http/problem";
import type { SealedSession, SessionKey, SessionsStore } from "./store";

/** How far a portal's clock may go ahead of ours. */
const clockToleranceMs = 60_000;

interface Write {
  key: SessionKey;
  value: SessionWrite;
  /** Only where the session still lives: one that was ended meanwhile must not come back. */
  existingOnly: boolean;
  at: Date;
}

export async function writeSession(store: SessionsStore, { key, value, existingOnly, at }: Write): Promise<void> {
  const expiresAt = new Date(value.expiresAt);
  const ahead = expiresAt.getTime() - at.getTime();
  if (ahead <= 0 || ahead > sessionHours * 3_600_000 + clockToleranceMs)
    throw new ApiError(400, "invalid-request", "The body is not valid", [
      { field: "expiresAt", message: `want a time within the next ${sessionHours} hours, got ${value.expiresAt}` },
    ]);
  if (await store.write(key, { ...value, expiresAt }, { at, existingOnly })) return;
  throw existingOnly ? new ApiError(412, "session-ended", "The session has ended") : sessionEnded();
}

/** What a portal gets back: an ended session, an unknown one and another portal's look alike. */
export function toSession(row: SealedSession | undefined): Session {
  if (row === undefined) throw sessionEnded();
  return session.parse({ sealed: row.sealed, expiresAt: row.expiresAt.toISOString() });
}

const sessionEnded = () => new ApiError(404, "session-ended", "The session has ended");
