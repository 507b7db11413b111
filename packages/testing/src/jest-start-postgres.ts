import { type PostgresServer, startPostgres } from "./postgres";

declare global {
  // Jest's bridge from the global set-up to the global tear-down, which share one process.
  var postgres: PostgresServer | undefined;
}

/** Jest's `globalSetup`: one cluster for all test files, each of which makes its own database; workers find it by the environment. */
export default async function start(): Promise<void> {
  globalThis.postgres = await startPostgres();
  process.env["TEST_DATABASE_URL"] = globalThis.postgres.url;
}
