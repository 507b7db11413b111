import { z } from "zod";
import { pageOf } from "./page";
import { basisPoints, sen } from "./money";

export const noteStatuses = [
  "draft",
  "open",
  "funded",
  "disbursing",
  "active",
  "late",
  "arrears",
  "defaulted",
  "settled",
  "failed",
  "cancelled",
] as const;

export const noteStatus = z.enum(noteStatuses);

/** A note as anyone may see it. */
export const note = z.object({
  id: z.uuid(),
  /** What people call it, e.g. `CS-2026-0001`. */
  reference: z.string().min(1),
  issuer: z.object({ name: z.string().min(1) }),
  status: noteStatus,
  targetSen: sen,
  fundedSen: sen,
  /** Whole percent of the target, rounded down: 100 means that nothing is left to fund. */
  fundedPercent: z.int().min(0).max(100),
  /** Profit a year, before fees. */
  profitRateBasisPoints: basisPoints,
  tenureDays: z.int().min(1),
  listingOpensAt: z.iso.datetime(),
  listingClosesAt: z.iso.datetime(),
});

/**
 * `GET /api/v1/notes`: the notes that can be funded now, those that close first at the top.
 * `GET /api/v1/issuer/notes`: the notes of the user's companies in any state, those that close last at the top.
 */
export const notePage = pageOf(note);

export type NoteStatus = z.infer<typeof noteStatus>;
export type Note = z.infer<typeof note>;
export type NotePage = z.infer<typeof notePage>;
