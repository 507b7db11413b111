import type { PrismaClient } from "../../database/prisma";

/** Resolves when the database answered. */
export type Ping = () => Promise<void>;

export const databasePing =
  (prisma: PrismaClient): Ping =>
  async () => {
    await prisma.$queryRaw`SELECT 1`;
  };
