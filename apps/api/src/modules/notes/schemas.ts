import { pageQuery } from "@cashsouk/types";
import { z } from "zod";

/** Where a page ended: notes are listed by closing time, then id. */
const position = z.tuple([z.iso.datetime(), z.uuid()]);
export interface Position {
  listingClosesAt: Date;
  id: string;
}

export function encodeCursor({ listingClosesAt, id }: Position): string {
  return Buffer.from(JSON.stringify([listingClosesAt.toISOString(), id])).toString("base64url");
}

const cursor = z.string().transform((text, context): Position => {
  const parsed = position.safeParse(tryJson(Buffer.from(text, "base64url").toString()));
  if (parsed.success) return { listingClosesAt: new Date(parsed.data[0]), id: parsed.data[1] };
  context.addIssue({ code: "custom", message: "want a cursor that this list gave" });
  return z.NEVER;
});

export const openNotesQuery = pageQuery.extend({ cursor: pageQuery.shape.cursor.unwrap().pipe(cursor).optional() });

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
