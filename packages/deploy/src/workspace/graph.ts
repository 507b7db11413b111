import { DeployError } from "../error";
import { eachOnce, once } from "./once";
import type { Packages, WorkspacePackage } from "./packages";
import { type Reached, reachability } from "./reach";
import { asRecord } from "./records";
import { overrideTarget } from "./selectors";
import { findTargets, type Places, readPlaces, type Targets } from "./targets";
import type { Workspace } from "./workspace";

/** What a package is built from, itself included; in the folders' order. */
export interface Closure extends Reached<WorkspacePackage> {
  /** Files and folders that are linked to (`link:`, `file:`) and are no package of the workspace. Sorted. */
  readonly outside: readonly string[];
}

/**
 * A package and every workspace package that it needs, development dependencies included: they are what builds it.
 * A range that names a workspace package counts whether or not pnpm would link it: too much is safe, too little is not.
 * One object, wherever the packages are the same and so is what everybody needs.
 */
export function packageClosure(workspace: Workspace, start: WorkspacePackage): Closure {
  const { reachedFrom, targetsOf, closures } = graphOf(workspace.packages);
  const everyones = everyonesTargets(workspace);
  const key = [start, ...everyones.packages].map(({ folder }) => folder).join("\0") + everyones.outside.join("\0");
  const known = closures.get(key);
  if (known) return known;
  const reached = reachedFrom([[start], everyones.packages]);
  const outside = reached.nodes.flatMap((found) => targetsOf(found).outside);
  const closure = { ...reached, outside: [...new Set([...outside, ...everyones.outside])].sort() };
  closures.set(key, closure);
  return closure;
}

/** The package of that name; where several have it, the one that the path lies in. */
export function findPackage({ packages }: Workspace, name: string, path: string): WorkspacePackage {
  const known = packages.get(name);
  if (known) return known;
  const namesakes = graphOf(packages).byName.get(name) ?? [];
  const found = namesakes.filter(({ folder }) => path.startsWith(`${folder}/`));
  if (found.length === 1) return found[0]!;
  if (namesakes.length > 0) {
    const folders = namesakes.map(({ folder }) => folder).join(", ");
    throw new DeployError("unknown-package", `several packages are named "${name}": give one's folder (${folders})`);
  }
  const names = [...packages.keys()].join(", ");
  throw new DeployError("unknown-package", `the workspace has no package "${name}"; it has ${names || "none"}`);
}

/** The innermost package that a path lies in. */
export function packageAt({ packages }: Workspace, path: string): WorkspacePackage | undefined {
  return innermost(graphOf(packages).byFolder, path);
}

/** The packages that lie inside those of a closure and are none of them: what is in there is not theirs. */
export function packagesInside({ packages }: Workspace, closure: Closure): readonly WorkspacePackage[] {
  const { nested } = graphOf(packages);
  return nested()
    .filter(({ inner, outer }) => closure.has(outer) && !closure.has(inner))
    .map(({ inner }) => inner);
}

interface Graph extends Places {
  readonly targetsOf: (of: WorkspacePackage) => Targets;
  readonly reachedFrom: (starts: readonly (readonly WorkspacePackage[])[]) => Reached<WorkspacePackage>;
  /** Those that were asked for, by the folders that they start at. */
  readonly closures: Map<string, Closure>;
  readonly nested: () => readonly { readonly inner: WorkspacePackage; readonly outer: WorkspacePackage }[];
}

/** Each package's dependencies are looked up once, however many services share them. */
const graphOf = eachOnce((packages: Packages): Graph => {
  const sorted = [...packages.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
  const places = readPlaces(sorted);
  const targetsOf = eachOnce(({ needs, folder }: WorkspacePackage) =>
    findTargets(places, Object.entries(needs), folder),
  );
  return {
    ...places,
    targetsOf,
    reachedFrom: reachability({
      nodes: sorted,
      // What is built at the root may take whatever lies below it.
      edges: (of) => (of.folder === "." ? sorted : targetsOf(of).packages),
      unknown: ({ name }) => new Error(`${name} is no package of this workspace`),
    }),
    closures: new Map(),
    nested: once(() =>
      sorted.flatMap((inner) => {
        const outer = inner.folder === "." ? undefined : innermost(places.byFolder, inner.folder);
        return outer ? [{ inner, outer }] : [];
      }),
    ),
  };
});

/** What the root depends on without being built itself, and what overrides put in a dependency's place. */
const everyonesTargets = eachOnce(({ packages, root, settings }: Workspace): Targets => {
  const overrides = [
    settings["overrides"],
    asRecord(root["pnpm"])["overrides"],
    root["resolutions"],
    root["overrides"],
  ];
  const needs = [
    ...Object.entries({ ...root.optionalDependencies, ...root.dependencies }),
    ...overrides
      .flatMap((group) => Object.entries(asRecord(group)))
      .map(([selector, value]): [string, string] => [overrideTarget(selector), String(value)]),
  ];
  return findTargets(graphOf(packages), needs, ".");
});

function innermost(byFolder: Graph["byFolder"], path: string): WorkspacePackage | undefined {
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
    const found = byFolder.get(path.slice(0, at));
    if (found) return found;
  }
  return byFolder.get(".");
}
