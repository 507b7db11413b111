import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { DeployError } from "../error";
import type { Changes } from "./changes";
import { decodePaths } from "./path-bytes";
import { absolute, type Repository } from "./repository";
import { readWorkingState, type WorkingState } from "./working-state";

/** Files as they are at a commit or in the working tree, read when asked. */
export interface Tree {
  /** Sorted; relative to the repository's folder. A submodule is one path. */
  readonly paths: readonly string[];
  /** The texts of those of the paths that are files here, in the order asked for. */
  readTexts(paths: readonly string[]): Promise<Map<string, string>>;
}

/** The tree of a commit, from git's own store: nothing is checked out. */
export async function commitTree(repository: Repository, commit: string): Promise<Tree> {
  const ids = new Map<string, string>();
  for (const entry of decodePaths(await repository.git(["ls-tree", "-r", "-z", commit]))) {
    const tab = entry.indexOf("\t");
    ids.set(entry.slice(tab + 1), idOf(entry.slice(0, tab), 2));
  }
  return { paths: [...ids.keys()].sort(), readTexts: (paths) => readBlobs(repository, paths, ids) };
}

/** What is on disk: committed, changed and new files; not what git ignores, not what was deleted. */
export async function workingTree(repository: Repository, state?: WorkingState): Promise<Tree> {
  const { paths } = state ?? (await readWorkingState(repository));
  return {
    paths: [...paths].sort(),
    readTexts(wanted) {
      const texts = new Map<string, string>();
      for (const path of wanted) {
        const text = paths.has(path) ? readText(absolute(repository, path)) : undefined;
        if (text !== undefined) texts.set(path, text);
      }
      return Promise.resolve(texts);
    },
  };
}

/** The tree from which another one differs by the changes: what did not change is read there, and git lists nothing. */
export function treeBefore(repository: Repository, now: Tree, changes: Changes): Tree {
  const ids = new Map<string, string>();
  for (const [path, entry] of changes) if (entry) ids.set(path, idOf(entry, 1));
  let paths: readonly string[] | undefined;
  return {
    get paths() {
      return (paths ??= [...now.paths.filter((path) => !changes.has(path)), ...ids.keys()].sort());
    },
    async readTexts(wanted) {
      const same = await now.readTexts(wanted.filter((path) => !changes.has(path)));
      const other = await readBlobs(repository, wanted, ids);
      const texts = new Map<string, string>();
      for (const path of wanted) {
        const text = same.get(path) ?? other.get(path);
        if (text !== undefined) texts.set(path, text);
      }
      return texts;
    },
  };
}

/** A blob's id among the words of an entry. */
function idOf(entry: string, word: number): string {
  return entry.split(" ")[word] ?? "";
}

/** As git has it: a link's text is its target. Nothing where a folder lies (a submodule), or nothing. */
function readText(at: Buffer): string | undefined {
  const found = lstatSync(at, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) return readlinkSync(at, "utf8");
  return found?.isFile() ? readFileSync(at, "utf8") : undefined;
}

async function readBlobs(
  repository: Repository,
  paths: readonly string[],
  ids: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const known = paths.filter((path) => ids.has(path));
  if (known.length === 0) return new Map();
  const input = known.map((path) => `${ids.get(path)}\n`).join("");
  return readBatch(await repository.git(["cat-file", "--batch"], { input }), known);
}

/** `<id> SP <type> SP <size> LF <contents> LF`, once for each id that was asked for, in order. */
function readBatch(output: Buffer, paths: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  let at = 0;
  for (const path of paths) {
    const end = output.indexOf(10, at);
    const [id, type, size] = output.subarray(at, end).toString().split(" ");
    at = end + 1;
    // A submodule's commit lives in another repository.
    if (type === "missing") continue;
    if (size === undefined) throw new DeployError("git-failed", `git cat-file can't read ${path} (${id})`);
    texts.set(path, output.subarray(at, at + Number(size)).toString());
    at += Number(size) + 1;
  }
  return texts;
}
