import type { NoteStatus } from "@cashsouk/types";
import type { PrismaClient } from "../../database/prisma";
import type { Position } from "../../http/page";

export interface NoteRow {
  id: string;
  reference: string;
  issuer: { name: string };
  status: NoteStatus;
  targetSen: bigint;
  fundedSen: bigint;
  profitRateBasisPoints: number;
  tenureDays: number;
  listingOpensAt: Date;
  listingClosesAt: Date;
}

export interface NotesStore {
  /** Notes whose listing runs at `at`, by closing time and id, those after `after` where it is given. */
  listed(query: { at: Date; limit: number; after?: Position | undefined }): Promise<NoteRow[]>;
}

export function notesStore(prisma: PrismaClient): NotesStore {
  return {
    listed: ({ at, limit, after }) =>
      prisma.note.findMany({
        where: {
          status: "open",
          listingOpensAt: { lte: at },
          listingClosesAt: { gt: at },
          ...(after && {
            OR: [
              { listingClosesAt: { gt: after.at } },
              { listingClosesAt: after.at, id: { gt: after.id } },
            ],
          }),
        },
        orderBy: [{ listingClosesAt: "asc" }, { id: "asc" }],
        include: { issuer: { select: { name: true } } },
        take: limit,
      }),
  };
}
