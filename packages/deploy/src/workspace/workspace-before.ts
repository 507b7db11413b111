import { posix } from "node:path";
import type { Tree } from "../git";
import { readPackages } from "./packages";
import { declaration, describe, lockfileName, rootFiles, withLockfile, type Workspace } from "./workspace";

/** The workspace of a tree that differs from a known one in these paths: what did not change is not read again. */
export async function readWorkspaceBefore(
  now: Workspace,
  tree: Tree,
  changed: ReadonlySet<string>,
): Promise<Workspace> {
  const describing = [...changed].filter(describesWorkspace);
  if (describing.length === 0) return now;
  const { packages, root, settings, global, hidden, linked } = now;
  const known = { packages, changed };
  const ofPackages = new Set([...packages.values()].map(({ folder }) => posix.join(folder, "package.json")));
  if (describing.every((path) => ofPackages.has(path) && !rootFiles.includes(path))) {
    const before = await readPackages(tree, { ...declaration(root, settings, now.texts), known });
    if (before === packages) return now;
  }
  const texts = new Map([...now.texts].filter(([path]) => !changed.has(path)));
  for (const [path, text] of await tree.readTexts(rootFiles.filter((file) => changed.has(file)))) texts.set(path, text);
  if (describing.some((path) => path !== lockfileName)) return describe(tree, texts, known);
  return withLockfile({ packages, root, settings, global, hidden, linked, texts });
}

/** Could a change of this file make the workspace another one: its packages, their dependencies, its installation? */
function describesWorkspace(path: string): boolean {
  return rootFiles.includes(path) || path.endsWith("/package.json");
}
