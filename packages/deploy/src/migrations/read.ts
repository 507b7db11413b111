import { DeployError } from "../error";
import { decodePath, type Repository, splitNul } from "../git";

/** A migration as a commit has it. */
export interface Migration {
  /** Its folder's name, by which the database knows it. */
  readonly name: string;
  /** Relative to the repository's folder. */
  readonly file: string;
  /** git's id of the file's bytes: another id is another checksum. */
  readonly id: string;
}

/** `<name>/migration.sql`, as Prisma lays migrations down; other files of the folder are none. */
const sqlFile = "/migration.sql";

/**
 * The migrations of a folder at a commit, by name, in the order in which they are applied. From git's own store: nothing
 * is checked out. Refuses what could not be reviewed: a link, whose SQL lies elsewhere, or a name that is not text.
 */
export async function readMigrations(
  repository: Repository,
  commit: string,
  folder: string,
): Promise<Map<string, Migration>> {
  const found: Migration[] = [];
  for (const entry of splitNul(await repository.git(["ls-tree", "-r", "-z", commit, "--", folder]))) {
    const tab = entry.indexOf(9);
    const [mode = "", , id = ""] = entry.subarray(0, tab).toString().split(" ");
    const file = decodePath(entry.subarray(tab + 1));
    if (!mode.startsWith("100")) throw notFiles(file, mode);
    const name = file.slice(folder.length + 1, -sqlFile.length);
    if (file.endsWith(sqlFile) && name && !name.includes("/")) found.push({ name: text(name), file, id });
  }
  return new Map(found.sort(byName).map((migration) => [migration.name, migration]));
}

/** By bytes, as Prisma sorts them. */
export function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return Buffer.compare(Buffer.from(one.name), Buffer.from(other.name));
}

function text(name: string): string {
  if (!/\p{Surrogate}/u.test(name)) return name;
  throw new DeployError("bad-migrations", `migrations: the name of ${JSON.stringify(name)} is not UTF-8`);
}

function notFiles(file: string, mode: string): DeployError {
  const what = mode === "120000" ? "a symbolic link" : "a submodule";
  return new DeployError(
    "bad-migrations",
    `migrations: ${JSON.stringify(file)} is ${what}: its SQL lies elsewhere and can't be reviewed here`,
  );
}
