import { type NotePage, notePage } from "@cashsouk/types";
import { encodeCursor, type Position } from "./schemas";
import type { NoteRow, NotesStore } from "./store";

export interface OpenNotesQuery {
  limit: number;
  cursor?: Position | undefined;
}

/** One more row than asked for is read: its presence, not a count, says that there is a next page. */
export async function openNotes(store: NotesStore, at: Date, { limit, cursor }: OpenNotesQuery): Promise<NotePage> {
  const rows = await store.listed({ at, limit: limit + 1, after: cursor });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return notePage.parse({
    items: shown.map(toNote),
    nextCursor: rows.length > limit && last ? encodeCursor(last) : null,
  });
}

/** Rounded down: a note that lacks one sen is not fully funded. */
function percentOf(funded: bigint, target: bigint): number {
  return Number((funded * 100n) / target);
}

function toNote(row: NoteRow) {
  return {
    ...row,
    targetSen: row.targetSen.toString(),
    fundedSen: row.fundedSen.toString(),
    fundedPercent: percentOf(row.fundedSen, row.targetSen),
    listingOpensAt: row.listingOpensAt.toISOString(),
    listingClosesAt: row.listingClosesAt.toISOString(),
  };
}
