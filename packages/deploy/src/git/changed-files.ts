import { changesBetween, changesSince } from "./changes";
import type { Repository } from "./repository";
import { readWorkingState } from "./working-state";

/** Every path that differs between a commit and another one, or the working tree. */
export async function changedFiles(repository: Repository, base: string, head?: string): Promise<Set<string>> {
  const changes = head
    ? await changesBetween(repository, base, head)
    : await changesSince(repository, base, await readWorkingState(repository));
  return new Set(changes.keys());
}
