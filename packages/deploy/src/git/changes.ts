import { type Entry, existing } from "./entry";
import { decodePaths } from "./path-bytes";
import type { Repository } from "./repository";
import type { WorkingState } from "./working-state";

/** Every path that differs from a base, with what the base has there; `undefined` where it has nothing. */
export type Changes = ReadonlyMap<string, Entry | undefined>;

/** What differs between two commits: both sides of a rename, every kind of change, whatever the user's own settings. */
export async function changesBetween(repository: Repository, base: string, head: string): Promise<Changes> {
  // Plumbing: it reads no setting of the user's, follows no rename, and skips the folders that are equal.
  const output = await repository.git(["diff-tree", "-r", "-z", "--no-renames", "--relative", base, head]);
  const fields = decodePaths(output);
  const changes = new Map<string, Entry | undefined>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [mode = "", , id = ""] = fields[at]!.slice(1).split(" ");
    changes.set(fields[at + 1]!, existing(mode, id));
  }
  return changes;
}

/** What differs between a commit and the working tree: committed since, staged or not, new, deleted; nothing ignored. */
export async function changesSince(repository: Repository, base: string, state: WorkingState): Promise<Changes> {
  const committed = await changesBetween(repository, base, state.commit);
  const changes = new Map(committed);
  for (const [path, { at, twice }] of state.dirty) {
    const before = committed.has(path) ? committed.get(path) : at;
    // Changed once and changed again: it may be as it was.
    if ((twice || committed.has(path)) && (await state.lying(path)) === before) changes.delete(path);
    else changes.set(path, before);
  }
  return changes;
}
