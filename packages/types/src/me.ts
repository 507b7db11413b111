import { z } from "zod";
import { group } from "./group";

/** `PUT /api/v1/me`: who the user is, in Cognito's own words. */
export const meWrite = z.object({
  idToken: z.string("want an ID token").min(1, "want an ID token").max(8192, "want at most 8192 characters"),
});

/** `GET /api/v1/me`: the signed-in user. */
export const me = z.object({
  /** Cognito's id of the user, the same in every portal. */
  subject: z.string().min(1),
  name: z.string().min(1),
  email: z.string().min(1),
  groups: z.array(group),
  memberSince: z.iso.datetime(),
  /** The companies that the user acts for. */
  issuers: z.array(z.object({ id: z.uuid(), name: z.string().min(1) })),
});

const count = z.int().min(0);

/** `GET /api/v1/admin/overview`. */
export const adminOverview = z.object({
  users: count,
  issuers: count,
  openNotes: count,
  filesStored: count,
  /** Promised an address, not completed yet. */
  filesWaiting: count,
});

export type MeWrite = z.infer<typeof meWrite>;
export type Me = z.infer<typeof me>;
export type AdminOverview = z.infer<typeof adminOverview>;
