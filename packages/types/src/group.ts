import { z } from "zod";

export const groups = ["investor", "issuer", "admin"] as const;

/** What a user may be; each group has a portal of its name. */
export const group = z.enum(groups);

export type Group = z.infer<typeof group>;
