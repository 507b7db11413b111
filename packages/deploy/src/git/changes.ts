import { plainly, readChanges } from "./diff";
import type { Entry } from "./entry";
import type { Repository } from "./repository";
import type { WorkingState } from "./working-state";

/** Every path that differs from a base, with what the base has there; `undefined` where it has nothing. */
export type Changes = ReadonlyMap<string, Entry | undefined>;

/** What differs between two commits: both sides of a rename, every kind of change, whatever the user's own settings. */
export async function changesBetween(repository: Repository, base: string, head: string): Promise<Changes> {
  return readChanges(await repository.git(["diff-tree", "-r", ...plainly, base, head]));
}

/** What differs between a commit and the working tree: committed since, staged or not, new, deleted; nothing ignored. */
export async function changesSince(repository: Repository, base: string, state: WorkingState): Promise<Changes> {
  const staged = readChanges(await repository.git(["diff-index", "--cached", ...plainly, base]));
  const changes = new Map(staged);
  for (const [path, at] of state.dirty)
    // Changed once and changed again: it may be as it was.
    if (!staged.has(path)) changes.set(path, at);
    else if ((await state.lying(path)) === staged.get(path)) changes.delete(path);
  return changes;
}
