import type { PrismaConfig } from "prisma";

/** Without an address the commands that need no database (generate, validate) work all the same. */
export default {
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations", seed: "ts-node prisma/seed.ts" },
  datasource: { url: process.env["DATABASE_URL"] ?? "" },
} satisfies PrismaConfig;
