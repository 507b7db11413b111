import { type Repository, resolveCommit } from "./repository";

/** What a search for a commit found: the full id, or why there is none. */
export type Found = { readonly commit: string } | { readonly missing: string };

export interface Reach {
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

/** A commit's id, or its beginning: what a force push or a deletion may have made unreachable. */
export function isId(revision: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(revision);
}

type Find = () => Promise<string | undefined>;

export async function deepenUntil(repository: Repository, find: Find): Promise<string | undefined> {
  for (let step = 1; step <= doublings && (await isShallow(repository)); step++) {
    if ((await fetch(repository, [`--deepen=${2 ** step}`, "origin"])) !== undefined) return undefined;
    const found = await find();
    if (found) return found;
  }
  if (await isShallow(repository)) await fetch(repository, ["--unshallow", "origin"]);
  return find();
}

export async function isShallow(repository: Repository): Promise<boolean> {
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
