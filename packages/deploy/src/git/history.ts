import { type Repository, resolveCommit } from "./repository";

/** What a search for a commit found: the full id, or why there is none. */
export type Found = { readonly commit: string } | { readonly missing: string };

interface Reach {
  /** Fetch what a shallow clone lacks. */
  readonly deepen: boolean;
}

const fetchLimitMs = 300_000;
/** A fetch deepens by 2, 4, 8 … commits; what is not found within these is fetched whole. */
const doublings = 12;

/** The commit that a revision names, fetched when this clone doesn't have it. */
export async function reachCommit(repository: Repository, revision: string, { deepen }: Reach): Promise<Found> {
  const find = () => resolveCommit(repository, revision);
  const commit = (await find()) ?? (deepen ? await fetchCommit(repository, revision, find) : undefined);
  return commit ? { commit } : { missing: missing(revision, deepen) };
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
    return result.code === 0 ? result.stdout.toString().trim() : undefined;
  };
  const commit = (await find()) ?? (reach.deepen ? await deepenUntil(repository, find) : undefined);
  return commit ? { commit } : { missing: `${ours} and ${theirs} have no common ancestor in this clone` };
}

function missing(revision: string, deepen: boolean): string {
  return deepen
    ? `commit ${revision} is neither in this clone nor can it be fetched (force push, or deleted)`
    : `commit ${revision} is not in this clone, and deepen is false`;
}

type Find = () => Promise<string | undefined>;

async function fetchCommit(repository: Repository, revision: string, find: Find): Promise<string | undefined> {
  const shallow = await isShallow(repository);
  // In a whole clone `--depth` would cut the history that is there.
  await fetch(repository, [...(shallow ? ["--depth=1"] : []), "origin", revision]);
  return (await find()) ?? deepenUntil(repository, find);
}

async function deepenUntil(repository: Repository, find: Find): Promise<string | undefined> {
  for (let step = 1; step <= doublings && (await isShallow(repository)); step++) {
    if (!(await fetch(repository, [`--deepen=${2 ** step}`, "origin"]))) return undefined;
    const found = await find();
    if (found) return found;
  }
  if (await isShallow(repository)) await fetch(repository, ["--unshallow", "origin"]);
  return find();
}

async function isShallow(repository: Repository): Promise<boolean> {
  return (await repository.git(["rev-parse", "--is-shallow-repository"])).toString().trim() === "true";
}

async function fetch(repository: Repository, args: readonly string[]): Promise<boolean> {
  const result = await repository.tryGit(["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...args], {
    limitMs: fetchLimitMs,
  });
  return result.code === 0;
}
