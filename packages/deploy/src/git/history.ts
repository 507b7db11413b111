import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Repository, resolveCommit } from "./repository";

/** What a search for a commit found: the full id, or why there is none. */
export type Found = { readonly commit: string } | { readonly missing: string };

interface Reach {
  /** Fetch what a shallow clone lacks. */
  readonly deepen: boolean;
}

const fetchLimitMs = 300_000;
/** What `git fetch` would take for an option, or for more than a name. */
const noName = /^[-+^]|[:\s]/;
/** A fetch deepens by 2, 4, 8 … commits; what is not found within these is fetched whole. */
const doublings = 12;

/** The commit that a revision names, fetched when this clone doesn't have it. */
export async function reachCommit(repository: Repository, revision: string, { deepen }: Reach): Promise<Found> {
  const commit = await resolveCommit(repository, revision);
  if (commit) return { commit };
  if (noName.test(revision)) return { missing: `"${revision}" is no commit's name` };
  const lastSeen = () => resolveCommit(repository, `refs/remotes/origin/${branchName(revision)}`);
  const seen = deepen ? undefined : await lastSeen();
  if (seen) return { commit: seen };
  if (!deepen) return { missing: `commit ${revision} is not in this clone, and deepen is false` };
  const shallow = await isShallow(repository);
  // In a whole clone `--depth` would cut the history that is there.
  const failed = await fetch(repository, [...(shallow ? ["--depth=1"] : []), "origin", nameAtOrigin(revision)]);
  // A branch that is fetched by its name has no name here.
  const fetched = await resolveCommit(repository, failed || isId(revision) ? revision : "FETCH_HEAD");
  const found =
    fetched ?? (await lastSeen()) ?? (await deepenUntil(repository, () => resolveCommit(repository, revision)));
  if (found) return { commit: found };
  const why = failed === undefined || failed.includes("not our ref") ? "force push, or deleted" : failed;
  return { missing: `commit ${revision} is neither in this clone nor can it be fetched (${why})` };
}

/** A branch that the origin can't be asked for, without its credentials, may be here as what it was when it was checked out. */
function branchName(revision: string): string {
  return revision.replace(/^(?:refs\/)?heads\//, "");
}

/** What this clone calls `origin/main`, the origin calls `main`. */
function nameAtOrigin(revision: string): string {
  return revision.replace(/^(?:refs\/remotes\/)?origin\//, "");
}

/** A commit's parents as it says itself: also where the clone is shallow, and git takes it for a first one. */
export async function parentsOf(repository: Repository, commit: string): Promise<string[]> {
  const [headers = ""] = (await repository.git(["cat-file", "commit", commit])).toString().split("\n\n", 1);
  return [...headers.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = ""]) => parent);
}

/** Is a commit a revision's own, or in its history, as far as the clone has it? */
export async function holdsCommit(repository: Repository, revision: string, commit: string): Promise<boolean> {
  return isId(commit) && (await repository.tryGit(["merge-base", "--is-ancestor", commit, revision])).code === 0;
}

/** A commit's id, or its beginning: what a force push or a deletion may have made unreachable. */
export function isId(revision: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(revision);
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

type Find = () => Promise<string | undefined>;

async function deepenUntil(repository: Repository, find: Find): Promise<string | undefined> {
  for (let step = 1; step <= doublings && (await isShallow(repository)); step++) {
    if ((await fetch(repository, [`--deepen=${2 ** step}`, "origin"])) !== undefined) return undefined;
    const found = await find();
    if (found) return found;
  }
  if (await isShallow(repository)) await fetch(repository, ["--unshallow", "origin"]);
  return find();
}

async function isShallow(repository: Repository): Promise<boolean> {
  return (await repository.git(["rev-parse", "--is-shallow-repository"])).toString().trim() === "true";
}

/** Gives git's reason where it fails. */
async function fetch(repository: Repository, args: readonly string[]): Promise<string | undefined> {
  const result = await repository.tryGit(["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...args], {
    limitMs: fetchLimitMs,
  });
  if (result.code === 0) return undefined;
  if (result.timedOut) return `it took longer than ${fetchLimitMs / 60_000} minutes`;
  const [line] = result.stderr.split("\n").filter((text) => /^(?:fatal|error|remote):/.test(text));
  return (line ?? result.stderr).trim() || `git fetch ended with exit code ${result.code}`;
}
