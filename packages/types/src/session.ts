import { z } from "zod";
import { group } from "./group";

/** A session ends at the latest this long after it was last written. */
export const sessionHours = 12;

/** A browser's session as the API keys it: SHA-256 of the cookie's id, which the API never sees. */
export const sessionHandle = z.string().regex(/^[0-9a-f]{64}$/, "want 64 lower-case hexadecimal digits");

const sealed = z
  .base64("want base64")
  .min(1, "want base64")
  .max(24 * 1024, "want at most 24 KiB of base64");

const wantIdleSeconds = "want a whole number from 60 to 43200";

/** `PUT /api/v1/sessions/:handle`. What is sealed, only the portal can open. */
export const sessionWrite = z.object({
  sealed,
  /** The user's `sub`; null while somebody signs in. */
  subject: z.string().min(1, "want a subject").max(128, "want at most 128 characters").nullable(),
  expiresAt: z.iso.datetime("want a time as in 2026-11-01T00:00:00.000Z"),
  /** How long it lives without being read. */
  idleSeconds: z.int(wantIdleSeconds).min(60, wantIdleSeconds).max(43_200, wantIdleSeconds),
});

/** `GET /api/v1/sessions/:handle` and `POST /api/v1/sessions/:handle/take`. */
export const session = z.object({ sealed, expiresAt: z.iso.datetime() });

/** By which a portal tells `GET /api/v1/me/sessions` which session asks: its handle, as in the session routes. */
export const sessionHandleHeader = "x-session-handle";

/** `GET /api/v1/me/sessions`: where the user is signed in. */
export const mySessions = z.object({
  items: z.array(
    z.object({
      portal: group,
      startedAt: z.iso.datetime(),
      lastUsedAt: z.iso.datetime(),
      /** The one that asks. An API of the former release does not say. */
      current: z.boolean().default(false),
    }),
  ),
});

export type SessionWrite = z.infer<typeof sessionWrite>;
export type Session = z.infer<typeof session>;
export type MySessions = z.infer<typeof mySessions>;
