import { lstat } from "node:fs/promises";
import { decodePath, splitNul } from "./path-bytes";
import type { Repository } from "./repository";
import { absolute } from "./tree";

/**
 * Paths that differ from a commit although git was told not to look at them: `assume-unchanged` (a small letter in
 * `ls-files -v`) and `skip-worktree` (S). A build takes what lies there, so we look.
 */
export async function hiddenChanges(repository: Repository, base: string): Promise<string[]> {
  const listed = splitNul(await repository.git(["ls-files", "-z", "-v"]));
  const hidden = listed.filter((entry) => /^[a-zS] /.test(entry.toString("latin1"))).map((entry) => entry.subarray(2));
  if (hidden.length === 0) return [];
  const wanted = new Map<string, string>();
  for (const entry of splitNul(await repository.git(["ls-tree", "-r", "-z", base]))) {
    const tab = entry.indexOf(9);
    const [mode = "", , id = ""] = entry.subarray(0, tab).toString().split(" ");
    wanted.set(decodePath(entry.subarray(tab + 1)), `${mode} ${id}`);
  }
  const changed: string[] = [];
  for (const path of hidden.map(decodePath))
    if ((await present(repository, path)) !== wanted.get(path)) changed.push(path);
  return changed;
}

/** Mode and id of what lies there, as git would store it; `undefined` where nothing does. */
async function present(repository: Repository, path: string): Promise<string | undefined> {
  const found = await lstat(absolute(repository, path)).catch(() => undefined);
  if (!found) return undefined;
  // A link or a submodule is not read as a file: that it differs is the safe answer.
  if (!found.isFile()) return "other";
  const id = await repository.git(["hash-object", "--", path]);
  return `${found.mode & 0o100 ? "100755" : "100644"} ${id.toString().trim()}`;
}
