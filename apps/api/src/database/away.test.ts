import { expect, test } from "@jest/globals";
import { serverUrl } from "@cashsouk/testing/postgres";
import { environmentReader } from "../configuration/environment";
import { databaseIsAway } from "./away";
import { readConnection } from "./connection";
import { createPrisma } from "./prisma";

test("a transaction that gets no connection in its time says that the database does not answer", async () => {
  const connection = readConnection(environmentReader({ DATABASE_URL: serverUrl() }));
  const prisma = createPrisma(connection, { poolSize: 1 });
  const error = await prisma.$transaction(
    (holder) => prisma.$transaction(() => holder.$queryRaw`SELECT 1`, { maxWait: 50 }).catch((cause: unknown) => cause),
    { maxWait: 60_000, timeout: 60_000 },
  );
  await prisma.$disconnect();
  expect([error instanceof Error, databaseIsAway(error)]).toEqual([true, true]);
});
