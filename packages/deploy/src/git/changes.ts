import { hiddenChanges } from "./hidden";
import { decodePath, splitNul } from "./path-bytes";
import type { Repository } from "./repository";

/** Renames count as both sides; a user's own diff settings change nothing. */
const diff = ["diff", "-z", "--name-only", "--no-renames", "--no-ext-diff", "--relative", "--ignore-submodules=none"];

/**
 * Every path that differs between a commit and another one, or the working tree (changed, new and deleted files,
 * whether committed, staged or not; nothing that git ignores).
 */
export async function changedFiles(repository: Repository, base: string, head?: string): Promise<Set<string>> {
  const changed = splitNul(await repository.git([...diff, base, ...(head ? [head] : []), "--"]));
  const untracked = head ? [] : splitNul(await repository.git(["ls-files", "-z", "--others", "--exclude-standard"]));
  const hidden = head ? [] : await hiddenChanges(repository, base);
  return new Set([...[...changed, ...untracked].map(decodePath), ...hidden].map((path) => path.replace(/\/$/, "")));
}
