import { foldersAbove, type Snapshot } from "../content";
import { inputMatcher } from "../workspace";

/** One line for each entry of `paths` and `global` that matches nothing, neither now nor at a base: it is misspelt, or left over. */
export function unmatchedEntries(head: Snapshot, bases: readonly Snapshot[]): string[] {
  const { services, global } = head.manifest;
  const lists = [
    ...services.map(({ name, paths }) => ({ field: `paths of the service ${name}`, entries: paths })),
    { field: "global", entries: global },
  ];
  return lists.flatMap(({ field, entries }) =>
    entries
      .filter((entry) => !entry.startsWith("!") && ![head, ...bases].some(({ tree }) => matches(entry, tree.paths)))
      .map((entry) => `${field}: nothing matches "${entry}", neither now nor at the base`),
  );
}

function matches(entry: string, paths: readonly string[]): boolean {
  const isNamed = inputMatcher([entry]);
  const above = foldersAbove([entry]);
  return paths.some((path) => isNamed(path) || above.has(path));
}
