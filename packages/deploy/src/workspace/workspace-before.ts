import { posix } from "node:path";
import type { FollowedTree } from "./followed";
import type { Declared } from "./packages";
import { type Known, readPackagesBefore } from "./packages-before";
import { lockfileName } from "./pnpm-lockfile";
import { canonical } from "./records";
import { declaration, describe, rootFiles, withLockfile, type Workspace } from "./workspace";

/** The workspace of a tree that differs from a known one in these paths: what did not change is not read again. */
export async function readWorkspaceBefore(
  now: Workspace,
  tree: FollowedTree,
  { changed, places }: Pick<Known, "changed"> & Pick<Workspace, "places">,
): Promise<Workspace> {
  const describing = [...changed].filter(describesWorkspace);
  const samePlaces = canonical(places) === canonical(now.places);
  if (describing.length === 0 && samePlaces) return now;
  const { packages, root, settings, global, hidden, linked } = now;
  const readThem = (of: FollowedTree, declared: Declared) => readPackagesBefore({ packages, changed }, of, declared);
  const ofPackages = new Set([...packages.values()].map(({ folder }) => posix.join(folder, "package.json")));
  if (samePlaces && describing.every((path) => ofPackages.has(path) && !rootFiles.includes(path))) {
    const before = await readThem(tree, { ...declaration(now), places });
    if (before === packages) return now;
  }
  const texts = new Map([...now.texts].filter(([path]) => !changed.has(path)));
  for (const [path, text] of await tree.readTexts(rootFiles.filter((file) => changed.has(file)))) texts.set(path, text);
  if (!samePlaces || describing.some((path) => path !== lockfileName))
    return describe(tree, { texts, places }, readThem);
  return withLockfile({ packages, places, root, settings, global, hidden, linked, texts });
}

/** Could a change of this file make the workspace another one: its packages, their dependencies, its installation? */
function describesWorkspace(path: string): boolean {
  return rootFiles.includes(path) || path.endsWith("/package.json");
}
