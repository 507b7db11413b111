import { type PostgresServer, startPostgres } from "@cashsouk/testing/postgres";

declare global {
  // Jest's own bridge from the global set-up to the global tear-down, which share one process.
  var postgres: PostgresServer | undefined;
}

/** One cluster for all test files; each makes its own database on it. Workers find it by the environment. */
export default async function start(): Promise<void> {
  globalThis.postgres = await startPostgres();
  process.env["TEST_DATABASE_URL"] = globalThis.postgres.url;
}
