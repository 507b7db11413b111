import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import type { EnvironmentReader } from "../configuration/environment";
import type { Connection } from "../database/connection";
import { CommandError } from "../run";

/** What was reviewed: the pending names in order, and one SHA-256 over them and their files. */
export interface Reviewed {
  readonly pending: readonly string[];
  readonly sha256: string;
}

/** A migration's name and the SHA-256 of its file, as Prisma records it. */
interface Known {
  readonly name: string;
  readonly checksum: string;
}

const wanted = `want {"pending": [names], "sha256": "…"}, as run-migration-task makes it`;
const waitMs = 10_000;

/** `undefined` where nobody reviewed: then nothing is compared. */
export function readReviewed(read: EnvironmentReader): Reviewed | undefined {
  const text = read.optional("REVIEWED_MIGRATIONS");
  if (text === undefined) return undefined;
  const given = parse(text);
  if (!given) read.problem("REVIEWED_MIGRATIONS", `${wanted}, got "${text.slice(0, 80)}"`);
  return given;
}

function parse(text: string): Reviewed | undefined {
  try {
    const { pending, sha256 } = JSON.parse(text) as { pending?: unknown; sha256?: unknown };
    const names = Array.isArray(pending) && pending.every((name) => typeof name === "string") ? pending : undefined;
    return names && typeof sha256 === "string" ? { pending: names, sha256 } : undefined;
  } catch {
    return undefined;
  }
}

/** What stands between the review and applying; empty where what was reviewed is what would be applied. */
function problemsOf(reviewed: Reviewed, known: readonly Known[], applied: readonly Known[]): string[] {
  const here = new Map(known.map(({ name, checksum }) => [name, checksum]));
  const there = new Set(applied.map(({ name }) => name));
  const digest = createHash("sha256");
  for (const name of reviewed.pending) digest.update(`${name}\0${here.get(name) ?? ""}\n`);
  return [
    ...applied.flatMap(({ name, checksum }) => {
      if (!here.has(name)) return [`${name} is applied, and this release does not know it`];
      return here.get(name) === checksum ? [] : [`${name} is applied with another text than this release has`];
    }),
    ...known.flatMap(({ name }) =>
      there.has(name) || reviewed.pending.includes(name) ? [] : [`${name} is pending and was not reviewed`],
    ),
    ...(digest.digest("hex") === reviewed.sha256 ? [] : ["this release's SQL is not the SQL that was reviewed"]),
  ];
}

/** Throws, before anything is applied, unless what would be applied is what was reviewed. */
export async function requireReviewed(root: string, connection: Connection, reviewed: Reviewed): Promise<void> {
  const problems = problemsOf(reviewed, knownMigrations(join(root, "prisma/migrations")), await applied(connection));
  if (problems.length === 0) return;
  const list = problems.map((problem) => `\n- ${problem}`).join("");
  throw new CommandError(`REVIEWED_MIGRATIONS: nothing was applied, since it is not what was reviewed:${list}`);
}

function knownMigrations(folder: string): Known[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, checksum: sha256(readFileSync(join(folder, name, "migration.sql"))) }));
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** What Prisma's table says is applied. One that failed is Prisma's to refuse (P3009), one rolled back is pending. */
async function applied(connection: Connection): Promise<Known[]> {
  const client = new Client({ ...connection, connectionTimeoutMillis: waitMs, query_timeout: waitMs });
  try {
    await client.connect();
    const table = await client.query<{ there: boolean }>(
      "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there",
    );
    if (!table.rows[0]?.there) return [];
    const { rows } = await client.query<Known>(
      `SELECT migration_name AS name, checksum FROM _prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
    );
    return rows;
  } catch (error) {
    const { code = "", message } = error as Error & { code?: string };
    // Prisma's own code for a server that can't be reached, so that the hint is the same.
    const kind = /^(ECONN|ENOTFOUND|ETIMEDOUT|EHOST|EAI_)/.test(code) || /timeout/.test(message) ? "P1001: " : "";
    throw new CommandError(`REVIEWED_MIGRATIONS: what is applied can't be read: ${kind}${message || code}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
