import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createDatabase, query, serverUrl } from "@cashsouk/testing/postgres";
import { readConnection } from "../src/database/connection";
import { createPrisma } from "../src/database/prisma";
import { environmentReader } from "../src/configuration/environment";

const migrations = join(__dirname, "../prisma/migrations");

/** A database of the test's own with all tables, and a client for it. */
export async function createTables() {
  const database = await createDatabase(serverUrl());
  for (const { name } of readdirSync(migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    await query(database.url, readFileSync(join(migrations, name, "migration.sql"), "utf8"));
  const connection = readConnection(environmentReader({ DATABASE_URL: database.url }));
  const prisma = createPrisma(connection, { poolSize: 5 });
  const drop = async () => {
    await prisma.$disconnect();
    await database.drop();
  };
  return { url: database.url, prisma, drop };
}
