import { posix } from "node:path";
import picomatch from "picomatch";
import type { FollowedTree } from "./followed";
import { globMatcher } from "./glob";
import { isInstalled } from "./packages";

/** What git does not show of the repository, though something may be built from it. */
export interface Hidden {
  /** Where packages may lie: paths, or globs. */
  readonly packages: readonly string[];
  /** Does git show a file at a path, or a package? */
  readonly isShown: (path: string) => boolean;
  /** Is a path in the repository, be it outside of the folder that is looked at? */
  readonly isInRepository: (path: string) => boolean;
  /** Why it is not seen what lies at a path of the repository; `undefined` where it is. */
  readonly why: (path: string) => string | undefined;
}

/** `mayHide`: could a dependency be a package that is not seen? Whoever knows better spares a look at every path. */
export function readHidden(
  tree: FollowedTree,
  { globs, mayHide }: { readonly globs: readonly string[]; readonly mayHide: boolean },
): Hidden {
  const isInRepository = (path: string) => !path.startsWith("/") && !leaves(posix.join(tree.prefix, path));
  const why = (path: string) => {
    if (leaves(path)) return "outside of the folder that is looked at";
    const parts = path.split("/");
    const above = parts.map((_, at) => parts.slice(0, at + 1).join("/"));
    const found = above.find(
      (one) => tree.kindOf(one) === "link" || (one !== path && tree.kindOf(one) === "submodule"),
    );
    return found && `and git does not show what is behind ${found}, a ${tree.kindOf(found)}`;
  };
  const packages = mayHide ? hiddenPackages(tree, { globs, isInRepository, why }) : [];
  const isShown = (path: string) =>
    [path, posix.join(path, "package.json")].some((at) => tree.kindOf(at) !== undefined);
  return { packages, isShown, isInRepository, why };
}

function leaves(path: string): boolean {
  return path === ".." || path.startsWith("../");
}

function hiddenPackages(
  tree: FollowedTree,
  { globs, isInRepository, why }: { readonly globs: readonly string[] } & Pick<Hidden, "isInRepository" | "why">,
): string[] {
  const wanted = globs.filter((glob) => !glob.startsWith("!"));
  const roots = wanted.filter((glob) => {
    const { base } = picomatch.scan(glob);
    return isInRepository(base) && (why(base) !== undefined || tree.kindOf(base) === "submodule");
  });
  const isPackage = globMatcher(globs);
  const places = tree.paths.filter((path) => isPackage(path) && !isInstalled(path));
  const hidesPackage = (path: string) => {
    const led = tree.links.each.get(path);
    if (led?.outside !== undefined) return true;
    return (
      led?.end !== undefined &&
      (tree.kindOf(led.end) === "submodule" || tree.kindOf(posix.join(led.end, "package.json")))
    );
  };
  const found = places.filter((path) => tree.kindOf(path) === "submodule" || hidesPackage(path));
  return [...roots, ...found];
}
