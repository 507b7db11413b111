import { type Entry, existing } from "./entry";
import { decodePaths } from "./path-bytes";

/** For git's plumbing, which reads no setting of the user's: every kind of change, and no rename followed. */
export const plainly = ["-z", "--no-renames", "--ignore-submodules=none", "--relative"];

/** git-diff-tree(1), raw output format; in a merge that is not done, a path may be told twice. */
export function readChanges(output: Buffer): Map<string, Entry | undefined> {
  const fields = decodePaths(output);
  const changes = new Map<string, Entry | undefined>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [mode = "", , id = ""] = fields[at]!.slice(1).split(" ");
    changes.set(fields[at + 1]!, existing(mode, id) ?? changes.get(fields[at + 1]!));
  }
  return changes;
}
