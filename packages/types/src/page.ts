import { z } from "zod";

/** One page of a list. `nextCursor` goes back unread as `?cursor=` for the next page; `null` on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** The query of every list: `?limit=` (1 to 100) and `?cursor=`. */
export const pageQuery = z.object({
  limit: z.coerce
    .number("want a whole number from 1 to 100")
    .int("want a whole number from 1 to 100")
    .min(1, "want a whole number from 1 to 100")
    .max(100, "want a whole number from 1 to 100")
    .default(20),
  cursor: z.string("want one cursor").max(200, "want a cursor that this list gave").optional(),
});

export type PageQuery = z.infer<typeof pageQuery>;
