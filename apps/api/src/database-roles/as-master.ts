import type { Client } from "pg";
import { CommandError } from "../run";
import type { Connection } from "../database/connection";
import { connect } from "./connect";
import type { Step } from "./statements";

/** Two runs at a time would take each other's half-made roles for their own. */
const lock = 5_061_274_833;

/** Logs in, and says what was done. */
export interface Tools {
  client: Client;
  log: (line: string) => void;
}

/** One transaction as the master: a failure leaves things as they were. */
export async function asMaster(
  { master, waitMs }: { master: Connection; waitMs: number },
  log: Tools["log"],
  work: (tools: Tools) => Promise<void>,
): Promise<void> {
  const client = await connect(master, waitMs, log);
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [lock]);
    await work({ client, log });
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}

export async function apply({ client, log }: Tools, { does, sql }: Step): Promise<void> {
  for (const statement of sql) {
    try {
      await client.query(statement);
    } catch (cause) {
      const { message, code } = cause as Error & { code?: string };
      throw new CommandError(`Cannot go on at "${does}": ${message} (${code})\n${withoutPassword(statement)}`, {
        cause,
      });
    }
  }
  log(does);
}

export async function roleExists({ client }: Tools, name: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [name]);
  return rowCount === 1;
}

export async function isMember({ client }: Tools, name: string, group: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member JOIN pg_roles g ON g.oid = m.roleid
     WHERE u.rolname = $1 AND g.rolname = $2`,
    [name, group],
  );
  return rowCount !== 0;
}

function withoutPassword(statement: string): string {
  return statement.replace(/PASSWORD .*/, "PASSWORD …");
}
