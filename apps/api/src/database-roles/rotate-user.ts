import { setTimeout as delay } from "node:timers/promises";
import { escapeIdentifier, type Client } from "pg";
import { CommandError } from "../run";
import { apply, asMaster, isMember, roleExists, type Tools } from "./as-master";
import type { RotationConfiguration } from "./configuration";
import { connect } from "./connect";
import { tellProxy } from "./proxy-login";
import { lockStep, loginStep, memberStep } from "./statements";

/** How long sessions that were told to end may take. */
const endLimitMs = 30_000;

/**
 * Makes or unlocks the application's next user with the rights of the current one, and logs in as it where the
 * application does. Should that fail, it is locked again: nobody uses it yet.
 */
export async function prepareUser(configuration: RotationConfiguration, log: Tools["log"]): Promise<void> {
  const { group, current, pending, proxyLogins } = configuration;
  if (pending.name === current)
    throw new CommandError(`${current} is the application's user now: its next one has to be another`);
  await asMaster(configuration, log, async (tools) => {
    if (!(await isMember(tools, current, group)))
      throw new CommandError(
        `${current} does not have its rights by ${group}: run the database-roles task of this image first`,
      );
    const exists = await roleExists(tools, pending.name);
    if (exists) await requireUser(tools, pending.name, group);
    await apply(tools, loginStep(pending, exists));
    await apply(tools, memberStep(pending.name, group));
  });
  try {
    await tellProxy(proxyLogins, pending, log);
    await logIn(configuration, log);
  } catch (error) {
    await asMaster(configuration, log, (tools) => apply(tools, lockStep(pending.name)));
    throw error;
  }
  log(`${pending.name}: can log in`);
}

/** As the application will: a proxy reads a new password a little later, the database itself at once. */
async function logIn({ master, pending, service, waitMs }: RotationConfiguration, log: Tools["log"]): Promise<void> {
  const direct = service.host === master.host && service.port === master.port;
  const connection = { ...master, ...service, user: pending.name, password: pending.password };
  for (const until = Date.now() + (direct ? 0 : waitMs); ; await delay(2_000)) {
    try {
      const session = await connect(connection, 0, log);
      return await session.end();
    } catch (error) {
      if (Date.now() >= until) throw error;
    }
  }
}

/** Locks the application's former user and ends its sessions. Never the user that the application's secret names. */
export async function lockUser(configuration: RotationConfiguration, former: string, log: Tools["log"]): Promise<void> {
  const { master, group, current, pending, waitMs } = configuration;
  if (former === current) throw new CommandError(`${former} is the application's user now, so it is not locked`);
  if (pending.name !== current)
    throw new CommandError(`${pending.name} is not the application's user yet, so ${former} is not locked`);
  let known = false;
  await asMaster(configuration, log, async (tools) => {
    known = await roleExists(tools, former);
    if (!known) return log(`${former}: there is no such role, so nothing to lock`);
    await requireUser(tools, former, group);
    await apply(tools, lockStep(former));
  });
  if (!known) return;
  // Only now, when the lock is committed: a session that began meanwhile is seen as well.
  const client = await connect(master, waitMs, log);
  try {
    log(`${former}: ${await endSessions(client, master.user, former)} sessions ended`);
  } finally {
    await client.end();
  }
}

/** Ends the role's sessions, which a master that is no superuser may do as its member; returns how many there were. */
async function endSessions(client: Client, master: string, role: string): Promise<number> {
  const membership = [escapeIdentifier(role), escapeIdentifier(master)] as const;
  await client.query(`GRANT ${membership[0]} TO ${membership[1]}`);
  const ended = new Set<number>();
  for (const until = Date.now() + endLimitMs; ; await delay(200)) {
    const { rows } = await client.query<{ pid: number }>(
      "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1",
      [role],
    );
    for (const { pid } of rows) ended.add(pid);
    if (rows.length === 0) break;
    if (Date.now() > until)
      throw new CommandError(
        `${role} is locked, but ${rows.length} of its sessions did not end in ${endLimitMs / 1000} s`,
      );
  }
  await client.query(`REVOKE ${membership[0]} FROM ${membership[1]}`);
  return ended.size;
}

/** A rotation changes the application's users alone, whatever a secret names. */
async function requireUser(tools: Tools, name: string, group: string): Promise<void> {
  if (await isMember(tools, name, group)) return;
  throw new CommandError(`${name} is not one of the application's users (members of ${group}), so it is left as it is`);
}
