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

interface Part {
  limit: number;
  after?: Position | undefined;
}

export interface NotesStore {
  /** Notes whose listing runs at `at`, by closing time and id, those after `after` where it is given. */
  listed(query: Part & { at: Date }): Promise<NoteRow[]>;
  countListed(at: Date): Promise<number>;
  /** Notes of these companies in any state, the other way round. */
  ofIssuers(query: Part & { issuerIds: string[] }): Promise<NoteRow[]>;
}

const issuerName = { issuer: { select: { name: true } } } as const;

export function notesStore(prisma: PrismaClient): NotesStore {
  return {
    listed: ({ at, limit, after }) =>
      prisma.note.findMany({
        where: {
          ...isListed(at),
          ...(after && {
            OR: [{ listingClosesAt: { gt: after.at } }, { listingClosesAt: after.at, id: { gt: after.id } }],
          }),
        },
        orderBy: [{ listingClosesAt: "asc" }, { id: "asc" }],
        include: issuerName,
        take: limit,
      }),
    countListed: (at) => prisma.note.count({ where: isListed(at) }),
    ofIssuers: ({ issuerIds, limit, after }) =>
      prisma.note.findMany({
        where: {
          issuerId: { in: issuerIds },
          ...(after && {
            OR: [{ listingClosesAt: { lt: after.at } }, { listingClosesAt: after.at, id: { lt: after.id } }],
          }),
        },
        orderBy: [{ listingClosesAt: "desc" }, { id: "desc" }],
        include: issuerName,
        take: limit,
      }),
  };
}

const isListed = (at: Date) => ({
  status: "open" as const,
  listingOpensAt: { lte: at },
  listingClosesAt: { gt: at },
});
