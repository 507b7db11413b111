import type { PrismaClient } from "../database/prisma";
import { demoMember, demoNotes, listingDays } from "./notes";

const dayMs = 86_400_000;

/**
 * Puts the demo data where it is missing, and opens again what closed by time since; nothing else is touched.
 * Seeding twice changes nothing. Returns one sentence that says what was done.
 */
export async function seedDemo(prisma: PrismaClient, now: Date): Promise<string> {
  return prisma.$transaction(async (transaction) => {
    const names = [...new Set(demoNotes.map(({ issuer }) => issuer))];
    await transaction.issuer.createMany({
      data: names.map((name, index) => ({ id: demoId("1", index + 1), name })),
      skipDuplicates: true,
    });
    const issuers = await transaction.issuer.findMany({ where: { name: { in: names } } });
    const idOf = new Map(issuers.map(({ id, name }) => [name, id]));
    await transaction.issuerMembership.createMany({
      data: [{ issuerId: idOf.get(demoNotes[0].issuer) ?? "", email: demoMember }],
      skipDuplicates: true,
    });
    const added = await transaction.note.createMany({
      data: demoNotes.map((note) => ({
        id: demoId("2", note.serial),
        reference: `DEMO-${String(note.serial).padStart(4, "0")}`,
        issuerId: idOf.get(note.issuer) ?? "",
        status: "open" as const,
        targetSen: note.target,
        fundedSen: note.funded,
        profitRateBasisPoints: note.rate,
        tenureDays: note.days,
        ...listing(now, note.opened),
      })),
      skipDuplicates: true,
    });
    const renewed = await transaction.note.updateMany({
      where: {
        id: { in: demoNotes.map(({ serial }) => demoId("2", serial)) },
        status: "open",
        listingClosesAt: { lte: now },
      },
      data: listing(now, 0),
    });
    return `Demo data: ${added.count} of ${demoNotes.length} notes added, ${renewed.count} closed listings opened again`;
  });
}

function listing(now: Date, openedDaysAgo: number) {
  const opens = now.getTime() - openedDaysAgo * dayMs;
  return { listingOpensAt: new Date(opens), listingClosesAt: new Date(opens + listingDays * dayMs) };
}

/** A valid UUID (version 4) that nobody would draw. */
function demoId(kind: "1" | "2", serial: number): string {
  return `00000000-0000-4000-8000-${kind}${String(serial).padStart(11, "0")}`;
}
