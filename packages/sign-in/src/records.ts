import { z } from "zod";

const tokens = z.object({
  access: z.string().min(1),
  refresh: z.string().min(1),
  /** When the access token ends, in milliseconds since 1970. */
  accessEndsAt: z.number(),
});

/** A sign-in on its way, kept under the `state` that comes back with the code. */
export const flowRecord = z.object({
  kind: z.literal("flow"),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  /** The handle of the cookie of the browser that began. */
  browser: z.string(),
});

/** Somebody who is signed in, kept under the cookie's id. */
export const sessionRecord = z.object({
  kind: z.literal("session"),
  user: z.object({ subject: z.string(), name: z.string(), email: z.string() }),
  tokens,
});

export type Tokens = z.infer<typeof tokens>;
export type FlowRecord = z.infer<typeof flowRecord>;
export type SessionRecord = z.infer<typeof sessionRecord>;
