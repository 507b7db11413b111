import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../generated/prisma/client";
import type { Connection } from "./connection";

/** How long a caller waits for a connection, and a statement may run. */
const connectTimeoutMs = 5_000;
const statementTimeoutMs = 10_000;

/** Connects at the first query. `$disconnect()` closes the pool. */
export function createPrisma(connection: Connection, { poolSize }: { poolSize: number }): PrismaClient {
  const adapter = new PrismaPg(
    {
      ...connection,
      max: poolSize,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: statementTimeoutMs,
      application_name: "cashsouk-api",
    },
    // An idle connection that breaks is replaced at the next query, which reports it; unheard it would end the process.
    { onPoolError: () => undefined, onConnectionError: () => undefined },
  );
  return new PrismaClient({ adapter });
}

export type { PrismaClient };
