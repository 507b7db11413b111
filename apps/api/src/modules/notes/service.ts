import { type NotePage, notePage } from "@cashsouk/types";
import { cutPage, type ListQuery } from "../../http/page";
import type { NoteRow, NotesStore } from "./store";

export async function openNotes(store: NotesStore, at: Date, { limit, cursor }: ListQuery): Promise<NotePage> {
  return toPage(await store.listed({ at, limit: limit + 1, after: cursor }), limit);
}

export async function notesOfIssuers(
  store: NotesStore,
  issuerIds: string[],
  { limit, cursor }: ListQuery,
): Promise<NotePage> {
  return toPage(await store.ofIssuers({ issuerIds, limit: limit + 1, after: cursor }), limit);
}

function toPage(rows: NoteRow[], limit: number): NotePage {
  const { shown, nextCursor } = cutPage(rows, limit, ({ listingClosesAt, id }) => ({ at: listingClosesAt, id }));
  return notePage.parse({ items: shown.map(toNote), nextCursor });
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
