import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { deepenUntil, type Found, isId, isShallow, type Reach, reachCommit } from "./history";
import { type Repository } from "./repository";

/** A commit's parents as it says itself: also where the clone is shallow, and git takes it for a first one. */
export async function parentsOf(repository: Repository, commit: string): Promise<string[]> {
  const [headers = ""] = (await repository.git(["cat-file", "commit", commit])).toString().split("\n\n", 1);
  return [...headers.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = ""]) => parent);
}

/** Is a commit a revision's own, or in its history, as far as the clone has it? */
export async function holdsCommit(repository: Repository, revision: string, commit: string): Promise<boolean> {
  return isId(commit) && (await repository.tryGit(["merge-base", "--is-ancestor", commit, revision])).code === 0;
}

/** The best common ancestor of two revisions, deepening the clone until it is there. */
export async function reachMergeBase(
  repository: Repository,
  [ours, theirs]: readonly [string, string],
  reach: Reach,
): Promise<Found> {
  const other = await reachCommit(repository, theirs, reach);
  if ("missing" in other) return other;
  const find = async () => {
    const result = await repository.tryGit(["merge-base", ours, other.commit]);
    const base = result.code === 0 ? result.stdout.toString().trim() : undefined;
    return base && (await isBest(repository, base, [ours, other.commit])) ? base : undefined;
  };
  const commit = (await find()) ?? (reach.deepen ? await deepenUntil(repository, find) : undefined);
  return commit ? { commit } : { missing: `${ours} and ${theirs} have no common ancestor in this clone` };
}

/** Where history is cut off between a common ancestor and either side, a better one may lie behind the cut. */
async function isBest(repository: Repository, base: string, sides: readonly string[]): Promise<boolean> {
  if (!(await isShallow(repository))) return true;
  const path = (await repository.git(["rev-parse", "--git-path", "shallow"])).toString().trim();
  const cut = new Set((await readFile(resolve(repository.folder, path), "utf8")).split("\n"));
  const between = (await repository.git(["rev-list", ...sides, `^${base}`])).toString().split("\n");
  return !between.some((commit) => commit !== "" && cut.has(commit));
}
