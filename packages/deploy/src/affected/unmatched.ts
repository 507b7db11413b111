import { posix } from "node:path";
import { foldersAbove, type Snapshot, usualManifest } from "../content";
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

const isLikeDockerfile = /^(?:.+\.)?(?:docker|container)file(?:\.(?!dockerignore$).+)?$/i;

/** Where Dockerfiles lie that are hardly a service's: hidden folders, and what is for tests or to look at. */
const beside = /(?:^|\/)(?:\.|(?:e2e|tests?|examples?)\/)/;

/**
 * Without a manifest: one line for each package that has only Dockerfiles of names by which no service is found, and one
 * for those that lie in no package.
 */
export function unusedDockerfiles({ isDeclared, manifest, workspace, tree }: Snapshot): string[] {
  if (isDeclared) return [];
  const used = new Set(manifest.services.map(({ dockerfile }) => posix.dirname(dockerfile)));
  const all = [...workspace.packages.values()].map(({ folder }) => folder);
  const folders = new Set(all.filter((one) => !used.has(one)));
  const like = tree.paths.filter((path) => isLikeDockerfile.test(posix.basename(path)));
  const isElsewhere = (path: string) => !beside.test(path) && !all.some((folder) => path.startsWith(`${folder}/`));
  const elsewhere = used.has(".") ? [] : like.filter((path) => path.includes("/") && isElsewhere(path)).slice(0, 3);
  const told = like
    .filter((path) => folders.has(posix.dirname(path)))
    .map((path) => `${path} makes no service: call it Dockerfile, or list the services in ${usualManifest}`);
  if (elsewhere.length === 0) return told;
  return [
    ...told,
    `no service is made of ${elsewhere.join(", ")}, in no workspace package: list all services in ${usualManifest}`,
  ];
}

function matches(entry: string, paths: readonly string[]): boolean {
  const isNamed = inputMatcher([entry]);
  const above = foldersAbove([entry]);
  return paths.some((path) => isNamed(path) || above.has(path));
}
