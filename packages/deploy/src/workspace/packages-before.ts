import type { Tree } from "../git";
import {
  type Declared,
  manifestName,
  type Packages,
  parsePackages,
  readPackages,
  type WorkspacePackage,
} from "./packages";
import { canonical } from "./records";

/** The packages of another state of the workspace, which differs in these paths. */
export interface Known {
  readonly packages: Packages;
  readonly changed: ReadonlySet<string>;
}

/**
 * The packages of a state that differs from a known one. What is alike there is that state's own object, the whole of
 * them too: what was found out of it then holds here, and no file is read for it.
 */
export async function readPackagesBefore(
  { packages, changed }: Known,
  tree: Tree,
  declared: Declared,
): Promise<Packages> {
  const known = new Map([...packages.values()].map((one) => [one.folder + manifestName, one]));
  const unchanged = (path: string) => (changed.has(path) ? undefined : known.get(path));
  const found = await readPackages(tree, declared, async (paths) => {
    const read = await parsePackages(
      tree,
      paths.filter((path) => !unchanged(path)),
    );
    return new Map(
      paths.flatMap((path): [string, WorkspacePackage][] => {
        const one = read.get(path) ?? unchanged(path);
        return one ? [[path, one]] : [];
      }),
    );
  });
  const asKnown = [...found.values()].map((one) => same(known.get(one.folder + manifestName), one));
  const all = [...packages.values()];
  if (all.length === asKnown.length && asKnown.every((one, at) => one === all[at])) return packages;
  return new Map(asKnown.map((one) => [one.name, one]));
}

function same(before: WorkspacePackage | undefined, found: WorkspacePackage): WorkspacePackage {
  return before && before !== found && canonical(before) === canonical(found) ? before : found;
}
