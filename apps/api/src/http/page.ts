import { pageQuery } from "@cashsouk/types";
import { z } from "zod";

/** Where a page of a list ended: lists go by a time, and by id where the times are the same. */
export interface Position {
  at: Date;
  id: string;
}

/** No row is older or newer; PostgreSQL refuses some of the dates that JavaScript has. */
const century = z.iso.datetime().regex(/^20/);
const position = z.tuple([century, z.uuid()]);

const cursor = z.string().transform((text, context): Position => {
  const parsed = position.safeParse(tryJson(Buffer.from(text, "base64url").toString()));
  if (parsed.success) return { at: new Date(parsed.data[0]), id: parsed.data[1] };
  context.addIssue({ code: "custom", message: "want a cursor that this list gave" });
  return z.NEVER;
});

/** The query of every list. */
export const listQuery = pageQuery.extend({ cursor: pageQuery.shape.cursor.unwrap().pipe(cursor).optional() });
export type ListQuery = z.output<typeof listQuery>;

/** Cuts a page from rows of which one more than `limit` was read: its presence, not a count, says that there is a next one. */
export function cutPage<Row>(rows: readonly Row[], limit: number, positionOf: (row: Row) => Position) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: rows.length > limit && last ? encode(positionOf(last)) : null };
}

function encode({ at, id }: Position): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString("base64url");
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
