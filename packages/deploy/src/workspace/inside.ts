import { type Closure, nestedOf } from "./graph";
import type { WorkspacePackage } from "./packages";
import type { Workspace } from "./workspace";

/** The packages that lie inside those of a closure and are none of them: what is in there is not theirs. */
export function packagesInside({ packages }: Workspace, closure: Closure): readonly WorkspacePackage[] {
  return nestedOf(packages)
    .filter(({ inner, outer }) => closure.has(outer) && !closure.has(inner))
    .map(({ inner }) => inner);
}
