import type { AdminOverview } from "@cashsouk/types";
import type { PrismaClient } from "../../database/prisma";
import type { NotesStore } from "../notes/store";

export interface OverviewStore {
  overview(at: Date): Promise<AdminOverview>;
}

export function overviewStore(prisma: PrismaClient, notes: NotesStore): OverviewStore {
  return {
    async overview(at) {
      const [users, issuers, openNotes, filesStored, filesWaiting] = await Promise.all([
        prisma.user.count(),
        prisma.issuer.count(),
        notes.countListed(at),
        prisma.file.count({ where: { state: "stored" } }),
        prisma.file.count({ where: { state: "waiting" } }),
      ]);
      return { users, issuers, openNotes, filesStored, filesWaiting };
    },
  };
}
