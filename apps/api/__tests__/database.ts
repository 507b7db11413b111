import { createDatabase, serverUrl } from "@cashsouk/testing/postgres";
import { libpq, runCommand } from "./command";

/** A database of its own with every migration and the demo data. */
export async function demoDatabase() {
  const database = await createDatabase(serverUrl());
  const { code, output } = await runCommand("migrate", { ...libpq(database.url), SEED_DEMO: "true" });
  if (code !== 0) throw new Error(output);
  return database;
}
