import { spawn } from "node:child_process";
import { join } from "node:path";
import { addressOf, type Connection } from "../database/connection";

/** A migration may rewrite a table; a task that hangs must end all the same. */
const timeLimitMs = 30 * 60_000;

/**
 * Runs `prisma migrate …` in `root` with the schema engine that lies there; nothing is downloaded.
 * The password goes by the environment: the CLI hands the address to its engine as an argument, which every process may read.
 * Resolves to the exit code; the signal that ends a task is passed on.
 */
export function prismaMigrate(root: string, connection: Connection, args: readonly string[]): Promise<number> {
  const cli = join(root, "node_modules/prisma/build/index.js");
  const child = spawn(process.execPath, [cli, "migrate", ...args, "--config", join(root, "prisma.config.mjs")], {
    cwd: root,
    stdio: "inherit",
    timeout: timeLimitMs,
    env: {
      ...process.env,
      DATABASE_URL: addressOf(connection),
      PGPASSWORD: connection.password,
      PRISMA_SCHEMA_ENGINE_BINARY: join(root, "schema-engine.mjs"),
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
  });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on("SIGTERM", pass).on("SIGINT", pass);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
