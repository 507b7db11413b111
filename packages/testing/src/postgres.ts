import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { freePort } from "./ports";

export { freePort };

/** A PostgreSQL server that tests may fill with databases and roles: `url` is its superuser's. */
export interface PostgresServer {
  url: string;
  stop(): Promise<void>;
}

const binaries = process.env["POSTGRES_BIN"] ?? "/usr/lib/postgresql/15/bin";
/** For a machine however busy. */
const startTimeoutMs = 120_000;

/**
 * The server that `TEST_DATABASE_URL` names, or a throw-away cluster on loopback that `stop()` deletes.
 * Passwords are checked by SCRAM as on RDS; `trust` would let a wrong password pass a test.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env["TEST_DATABASE_URL"];
  if (given) return { url: given, stop: () => Promise.resolve() };
  if (!existsSync(join(binaries, "initdb")))
    throw new Error(
      `PostgreSQL 15 is not in ${binaries}: apt-get install postgresql-15, set POSTGRES_BIN to its folder, or TEST_DATABASE_URL to a superuser's address`,
    );
  const owner = nonRoot();
  const folder = await mkdtemp(join(tmpdir(), "cashsouk-postgres-"));
  const password = randomBytes(12).toString("hex");
  if (owner.uid !== undefined) spawnSync("chown", [`${owner.uid}:${owner.gid}`, folder]);
  await writeFile(join(folder, "password"), password);
  await chmod(join(folder, "password"), 0o644);
  initialise(folder, owner);
  const port = await freePort();
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  // A run that is killed takes its server with it; SIGINT is PostgreSQL's fast shutdown.
  const program = ["--pdeathsig", "INT", "--", join(binaries, "postgres"), ...serverOptions(folder, port)];
  const server = spawn("setpriv", program, {
    ...owner,
    cwd: folder,
    stdio: "ignore",
  });
  const stop = async () => {
    await stopped(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answers(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** The superuser's address of the cluster that Jest's global set-up started. */
export function serverUrl(): string {
  const url = process.env["TEST_DATABASE_URL"];
  if (!url) throw new Error("TEST_DATABASE_URL is not set: Jest's globalSetup has to be jest-start-postgres");
  return url;
}

/** The same server and database for another login. */
export function urlAs(url: string, user: string, password: string): string {
  const changed = new URL(url);
  changed.username = encodeURIComponent(user);
  changed.password = encodeURIComponent(password);
  return changed.href;
}

/** A new, empty database on the server, and its address for the same role. `drop` ends whoever is still connected. */
export async function createDatabase(serverUrl: string, { owner }: { owner?: string } = {}) {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await query(serverUrl, `CREATE DATABASE ${name}${owner ? ` OWNER "${owner}"` : ""}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: () => query(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Runs one statement, or several split by `;`, on a connection of its own; the rows of the (last) one. */
export async function query<Row = Record<string, unknown>>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 30_000 });
  await client.connect();
  try {
    const result = await client.query(sql);
    const last = Array.isArray(result) ? (result as (typeof result)[]).at(-1) : result;
    return (last?.rows ?? []) as Row[];
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root: Debian's `postgres` then, or `nobody`. */
function nonRoot(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
  return { uid: id("-u") || 65534, gid: id("-g") || 65534 };
}

function initialise(folder: string, owner: { uid?: number; gid?: number }): void {
  const { status, stderr } = spawnSync(
    join(binaries, "initdb"),
    [
      "-D",
      join(folder, "data"),
      "-U",
      "postgres",
      "--auth=scram-sha-256",
      `--pwfile=${join(folder, "password")}`,
      "--encoding=UTF8",
      "--no-locale",
      "--no-sync",
    ],
    { ...owner, cwd: folder, encoding: "utf8", timeout: startTimeoutMs },
  );
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

function serverOptions(folder: string, port: number): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: folder,
    fsync: "off",
    max_connections: "60",
  };
  return [
    "-D",
    join(folder, "data"),
    "-p",
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    try {
      await query(url, "SELECT 1");
      return;
    } catch (cause) {
      if (server.exitCode !== null) throw new Error(`postgres ended with code ${server.exitCode}`, { cause });
      if (Date.now() > deadline) throw new Error(`postgres did not answer within ${startTimeoutMs} ms`, { cause });
      await delay(50);
    }
  }
}

/** By its fast shutdown, which does not wait for clients. */
async function stopped(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGINT");
  const force = setTimeout(() => server.kill("SIGKILL"), 10_000);
  await exited;
  clearTimeout(force);
}
