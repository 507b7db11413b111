import { lstat } from "node:fs/promises";
import { type Entry, existing } from "./entry";
import { decodePaths, encodePath } from "./path-bytes";
import { absolute, type Repository, resolveCommit } from "./repository";

/** How the working tree differs from its commit. */
export interface WorkingState {
  /** HEAD's commit; before the first one, the empty tree. */
  readonly commit: string;
  /** What lies there: committed, changed and new files; not what git ignores, not what was deleted. */
  readonly paths: ReadonlySet<string>;
  /** What differs from the commit, with what the commit has there. `twice`: staged, and changed again since. */
  readonly dirty: ReadonlyMap<string, { readonly at: Entry | undefined; readonly twice: boolean }>;
  /** What lies at a path, as git would store it. */
  lying(path: string): Promise<Entry | undefined>;
}

/** One walk over the working tree, however many bases it is compared with. */
export async function readWorkingState(repository: Repository): Promise<WorkingState> {
  const [commit, listed, status] = await Promise.all([
    resolveCommit(repository, "HEAD"),
    repository.git(["ls-files", "-z", "-v"]),
    repository.git(["status", "--porcelain=v2", "-z", "-uall", "--no-renames", "--ignore-submodules=none", "--", "."]),
  ]);
  const lying = (path: string) => lyingAt(repository, path);
  const { dirty, added, gone } = parseStatus(decodePaths(status), repository.prefix);
  const hidden: string[] = [];
  const paths = new Set(added);
  for (const entry of decodePaths(listed)) {
    const path = entry.slice(2);
    if (!gone.has(path)) paths.add(path);
    // `assume-unchanged` (a small letter) and `skip-worktree` (S): git was told not to look, a build takes what lies there.
    if (/^[a-zS]/.test(entry)) hidden.push(path);
  }
  const staged = hidden.length > 0 ? await stagedEntries(repository) : new Map<string, Entry>();
  for (const path of hidden) {
    const now = await lying(path);
    if (now === undefined) paths.delete(path);
    if (now !== staged.get(path)) {
      const known = dirty.get(path);
      dirty.set(path, known ? { ...known, twice: true } : { at: staged.get(path), twice: false });
    }
  }
  return { commit: commit ?? (await emptyTree(repository)), paths, dirty, lying };
}

/** git-status(1), porcelain format version 2. Its paths start at the top of the work tree. */
function parseStatus(records: readonly string[], prefix: string) {
  const dirty = new Map<string, { at: Entry | undefined; twice: boolean }>();
  const added: string[] = [];
  const gone = new Set<string>();
  for (const record of records) {
    const fields = record.split(" ");
    const kind = fields[0];
    const merging = kind === "u";
    const path = fields
      .slice(merging ? 10 : kind === "1" ? 8 : 1)
      .join(" ")
      .slice(prefix.length)
      .replace(/\/$/, "");
    if (kind === "?") {
      added.push(path);
      dirty.set(path, { at: dirty.get(path)?.at, twice: dirty.has(path) });
      continue;
    }
    // 1 XY sub mH mI mW hH hI path, or, in a merge that is not done, u XY sub m1 m2 m3 mW h1 h2 h3 path ("ours" is 2).
    const [, kinds = "", , mode = "", ours = "", third, fourth = "", , id = ""] = fields;
    const at = merging ? existing(ours, id) : existing(mode, fourth);
    dirty.set(path, { at, twice: merging || !kinds.includes(".") });
    if ((merging ? fourth : third) === "000000") gone.add(path);
  }
  return { dirty, added, gone };
}

/** From the index. */
async function stagedEntries(repository: Repository): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for (const line of decodePaths(await repository.git(["ls-files", "-z", "-s"]))) {
    const tab = line.indexOf("\t");
    const [mode = "", id = ""] = line.slice(0, tab).split(" ");
    entries.set(line.slice(tab + 1), `${mode} ${id}`);
  }
  return entries;
}

async function lyingAt(repository: Repository, path: string): Promise<Entry | undefined> {
  const found = await lstat(absolute(repository, path)).catch(() => undefined);
  if (!found) return undefined;
  // A link, a submodule, or a name that can't be an argument: that it differs is the safe answer.
  if (!found.isFile() || !encodePath(path).equals(Buffer.from(path))) return "other";
  const id = await repository.git(["hash-object", "--", path]);
  return `${found.mode & 0o100 ? "100755" : "100644"} ${id.toString().trim()}`;
}

async function emptyTree(repository: Repository): Promise<string> {
  return (await repository.git(["hash-object", "-t", "tree", "--stdin"], { input: "" })).toString().trim();
}
