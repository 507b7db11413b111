import { createHash } from "node:crypto";
import { DeployError } from "../error";
import { type Repository, reachCommit } from "../git";
import { type Destructive, findDestructive } from "./destructive";
import { byName, type Migration, readMigrations } from "./read";
import { migrationRunbook } from "../task";

export interface PendingMigration {
  readonly name: string;
  readonly sql: string;
  /** The SHA-256 of the file's bytes, in hexadecimal. */
  readonly sha256: string;
  readonly destructive: readonly Destructive[];
  /** The released migration that sorts after this one: a new database applies the two in the other order. */
  readonly before: string | undefined;
}

export interface MigrationPlan {
  readonly folder: string;
  /** The released commit; `undefined`: nothing was released, so all are pending. */
  readonly base: string | undefined;
  readonly head: string;
  readonly pending: readonly PendingMigration[];
}

export interface PlanRequest {
  /** The migrations' folder, relative to the repository's. */
  readonly folder: string;
  readonly base: string | undefined;
}

/**
 * What this commit would apply that the released one has not, from git alone. A released migration that is gone, or whose
 * text is another, is an error: a database that has applied it can't follow.
 */
export async function planMigrations(repository: Repository, request: PlanRequest): Promise<MigrationPlan> {
  const { folder } = request;
  const base = request.base === undefined ? undefined : await reach(repository, request.base);
  const head = await reach(repository, "HEAD");
  const here = await readMigrations(repository, head, folder);
  if (here.size === 0)
    throw new DeployError(
      "no-migrations",
      `migrations: want a folder with <name>/migration.sql in it at ${head.slice(0, 12)}, got "${folder}"`,
    );
  const released = base ? await readMigrations(repository, base, folder) : new Map<string, Migration>();
  refuseRewritten(released, here);

  const last = [...released.values()].at(-1);
  const pending: PendingMigration[] = [];
  for (const migration of here.values()) {
    if (released.has(migration.name)) continue;
    const bytes = await repository.git(["cat-file", "blob", migration.id]);
    const sql = bytes.toString();
    pending.push({
      name: migration.name,
      sql,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      destructive: findDestructive(sql),
      before: last && byName(migration, last) < 0 ? last.name : undefined,
    });
  }
  return { folder, base, head, pending };
}

async function reach(repository: Repository, revision: string): Promise<string> {
  const found = await reachCommit(repository, revision, { deepen: true });
  if ("commit" in found) return found.commit;
  throw new DeployError(
    "unknown-base",
    `base: ${found.missing}, so what is pending can't be told`,
    "Check out with fetch-depth: 0, or give the commit that is released.",
  );
}

function refuseRewritten(released: Map<string, Migration>, here: Map<string, Migration>): void {
  const problems: string[] = [];
  for (const { name, id } of released.values()) {
    const now = here.get(name);
    if (now?.id === id) continue;
    const renamed = [...here.values()].find((other) => other.id === id && !released.has(other.name));
    if (now) problems.push(`${name} was edited after its release: its checksum is another`);
    else if (renamed) problems.push(`${name} was renamed to ${renamed.name} after its release`);
    else problems.push(`${name} was deleted after its release`);
  }
  if (problems.length === 0) return;
  throw new DeployError(
    "released-migration-changed",
    `migrations: ${problems.join("; ")}`,
    `Put back what is released and write a new migration. A rollback to an earlier commit runs no migration. ${migrationRunbook}`,
  );
}
