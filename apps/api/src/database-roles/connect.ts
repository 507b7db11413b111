import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { addressOf, type Connection } from "../database/connection";
import { CommandError } from "../run";

const attemptTimeoutMs = 5_000;
const pauseMs = 1_000;

/** PostgreSQL is still starting (57P03), or has no connection left for the moment (53300). */
const passing = new Set(["57P03", "53300"]);

/**
 * Connects, and waits up to `waitMs` for a server that does not answer yet. A server that answers and refuses (wrong
 * password, no such database) is not asked again.
 */
export async function connect(connection: Connection, waitMs: number, log: (line: string) => void): Promise<Client> {
  const deadline = Date.now() + waitMs;
  for (let attempt = 1; ; attempt++) {
    const client = new Client({
      ...connection,
      connectionTimeoutMillis: attemptTimeoutMs,
      statement_timeout: 30_000,
      lock_timeout: 10_000,
      application_name: "cashsouk-database-roles",
    });
    try {
      await client.connect();
      return client;
    } catch (cause) {
      await client.end().catch(() => undefined);
      const { message, code } = cause as Error & { code?: string };
      const reason = message || code;
      if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code) && !passing.has(code))
        throw new CommandError(`${addressOf(connection)} refuses ${connection.user}: ${reason} (${code})`, { cause });
      if (Date.now() + pauseMs > deadline)
        throw new CommandError(`${addressOf(connection)} did not answer within ${waitMs / 1000} s: ${reason}`, {
          cause,
        });
      if (attempt === 1) log(`Waiting for ${addressOf(connection)}: ${reason}`);
      await delay(pauseMs);
    }
  }
}
