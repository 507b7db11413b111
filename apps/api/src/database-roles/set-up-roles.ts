import { escapeIdentifier, type Client } from "pg";
import { CommandError } from "../run";
import type { RolesConfiguration } from "./configuration";
import { connect } from "./connect";
import { appSteps, masterSteps, roleStep, type Step } from "./statements";

/** Two runs at a time would take each other's half-made roles for their own. */
const lock = 5_061_274_833;

/**
 * Makes or alters the migrator's and the application's role, in one transaction: a failure leaves things as they were.
 * Running it again changes nothing but a password that is another one now. Ends by logging in as both.
 */
export async function setUpRoles(configuration: RolesConfiguration, log: (line: string) => void): Promise<void> {
  const { master, migrator, app, waitMs } = configuration;
  const client = await connect(master, waitMs, log);
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [lock]);
    for (const login of [migrator, app])
      await apply(client, roleStep(login, await roleExists(client, login.name)), log);
    for (const step of masterSteps(master.database, master.user, migrator.name, app.name))
      await apply(client, step, log);
    // As the owner: a grant by the master would be the master's own, and hold as long as its membership only.
    await client.query(`SET LOCAL ROLE ${escapeIdentifier(migrator.name)}`);
    for (const step of appSteps(migrator.name, app.name)) await apply(client, step, log);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
  for (const { name, password } of [migrator, app]) {
    const session = await connect({ ...master, user: name, password }, 0, log);
    await session.end();
    log(`${name}: can log in`);
  }
}

async function roleExists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [name]);
  return rowCount === 1;
}

async function apply(client: Client, { does, sql }: Step, log: (line: string) => void): Promise<void> {
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

function withoutPassword(statement: string): string {
  return statement.replace(/PASSWORD .*/, "PASSWORD …");
}
