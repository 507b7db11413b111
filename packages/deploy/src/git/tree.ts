import { lstat, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { DeployError } from "../error";
import { decodePath, encodePath, splitNul } from "./path-bytes";
import type { Repository } from "./repository";

/** Files as they are at a commit or in the working tree, read when asked. */
export interface Tree {
  /** Sorted; relative to the repository's folder. A submodule is one path. */
  readonly paths: readonly string[];
  /** The texts of those of the paths that are files here. */
  readTexts(paths: readonly string[]): Promise<Map<string, string>>;
}

/** The tree of a commit, from git's own store: nothing is checked out. */
export async function commitTree(repository: Repository, commit: string): Promise<Tree> {
  const ids = new Map<string, string>();
  for (const entry of splitNul(await repository.git(["ls-tree", "-r", "-z", commit]))) {
    const tab = entry.indexOf(9);
    const [, , id = ""] = entry.subarray(0, tab).toString().split(" ");
    ids.set(decodePath(entry.subarray(tab + 1)), id);
  }
  return {
    paths: [...ids.keys()].sort(),
    async readTexts(paths) {
      const known = paths.filter((path) => ids.has(path));
      if (known.length === 0) return new Map();
      const input = known.map((path) => `${ids.get(path)}\n`).join("");
      const output = await repository.git(["cat-file", "--batch"], { input });
      return readBatch(output, known);
    },
  };
}

/** What is on disk: committed, changed and new files; not what git ignores, not what was deleted. */
export async function workingTree(repository: Repository): Promise<Tree> {
  const listed = await repository.git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  const paths = [...new Set(splitNul(listed).map(decodePath))].map((path) => path.replace(/\/$/, ""));
  const present = await Promise.all(paths.map((path) => lstat(absolute(repository, path)).then(ok, isAbsent)));
  return {
    paths: paths.filter((_, index) => present[index]).sort(),
    async readTexts(wanted) {
      const known = new Set(paths);
      const texts = new Map<string, string>();
      for (const path of wanted)
        if (known.has(path)) await readText(repository, path).then((text) => texts.set(path, text), isAbsent);
      return texts;
    },
  };
}

/** A path of the repository as the file system wants it. */
export function absolute(repository: Repository, path: string): Buffer {
  return encodePath(join(repository.folder, path));
}

async function readText(repository: Repository, path: string): Promise<string> {
  const at = absolute(repository, path);
  // As git has it: a link's text is its target.
  return (await lstat(at)).isSymbolicLink() ? readlink(at, "utf8") : readFile(at, "utf8");
}

const ok = () => true;

function isAbsent(error: NodeJS.ErrnoException): false {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return false;
  throw error;
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
