import { DeployError } from "../error";
import { eachOnce, eachText } from "./once";
import { orError } from "./or-error";
import type { Packages, WorkspacePackage } from "./packages";
import { type Reached, reachability } from "./reach";
import { canonical } from "./records";
import { rootNeeds } from "./root-needs";
import { findTargets, innermost, type Known, readPlaces, type Targets } from "./targets";
import type { Workspace } from "./workspace";

/** What a package is built from, itself included; in the folders' order. */
export interface Closure extends Reached<WorkspacePackage> {
  /** Files and folders that are linked to (`link:`, `file:`) and are no package of the workspace. Sorted. */
  readonly outside: readonly string[];
  /** Whose its files are: its own, or those of the package that it is a part of. */
  readonly ownerOf: (found: WorkspacePackage) => WorkspacePackage;
}

/**
 * A package and every workspace package that it needs, development dependencies included: they are what builds it.
 * A range that names a workspace package counts whether or not pnpm would link it: too much is safe, too little is not.
 * One object, wherever the packages are the same and so is what everybody needs.
 */
export function packageClosure(workspace: Workspace, start: WorkspacePackage): Closure {
  const graph = graphOf(workspace);
  const { wholes, closures } = graph;
  const everyones = everyonesTargets(workspace);
  const folders = [start, ...everyones.packages].map(({ folder }) => folder);
  const key = [...folders, "", ...everyones.outside].join("\0");
  const known = closures.get(key);
  if (known) return known;
  const { reached, outside } = follow(graph, [[start], everyones.packages], everyones.outside);
  for (const path of outside) {
    const why = workspace.hidden.why(path);
    if (why) throw new DeployError("unseen-package", `a dependency leads to ${path}, ${why}`);
  }
  const ownerOf = (found: WorkspacePackage): WorkspacePackage => {
    const whole = found === start ? undefined : wholes.get(found);
    return whole && reached.has(whole) ? ownerOf(whole) : found;
  };
  const closure = { ...reached, outside, ownerOf };
  closures.set(key, closure);
  return closure;
}

/** What is linked to may lead on. */
function follow(
  graph: Graph,
  starts: readonly (readonly WorkspacePackage[])[],
  places: readonly string[],
): { reached: Reached<WorkspacePackage>; outside: readonly string[] } {
  const reached = graph.reachedFrom(starts);
  const outside = new Set([...places, ...reached.nodes.flatMap((found) => graph.targetsOf(found).outside)]);
  const further = [...outside].map(graph.linkedTargetsOf);
  const packages = further.flatMap((targets) => targets.packages).filter((found) => !reached.has(found));
  const more = further.flatMap((targets) => targets.outside).filter((place) => !outside.has(place));
  if (packages.length + more.length > 0) return follow(graph, [...starts, packages], [...places, ...more]);
  return { reached, outside: [...outside].sort() };
}

/** The package of that name; where several have it, the one that the path lies in. */
export function findPackage(workspace: Workspace, name: string, path: string): WorkspacePackage {
  const found = packageOrProblem(workspace, name, path);
  if (typeof found === "string") throw new DeployError("unknown-package", found);
  return found;
}

/** The same, or why there is none. */
export function packageOrProblem({ packages }: Workspace, name: string, path: string): WorkspacePackage | string {
  const known = packages.get(name);
  if (known) return known;
  const { byName, byFolder } = placesOf(packages);
  const namesakes = byName.get(name) ?? [];
  const found = namesakes.filter(({ folder }) => path.startsWith(`${folder}/`));
  if (found.length === 1) return found[0]!;
  const folders = namesakes.map(({ folder }) => folder).join(", ");
  if (folders) return `several packages are named "${name}": give one's folder (${folders})`;
  return (
    byFolder.get(name) ??
    `the workspace has no package "${name}", and no such folder; it has ${[...packages.keys()].join(", ")}`
  );
}

/** The innermost package that a path lies in, as a closure sees it; the root is one, and has what lies in no other. */
export function packageAt({ packages }: Workspace, path: string, closure: Pick<Closure, "ownerOf">): WorkspacePackage {
  return closure.ownerOf(innermost(placesOf(packages).byFolder, path)!);
}

/** In the folders' order. */
const sortedOf = eachOnce((packages: Packages) =>
  [...packages.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1)),
);

const placesOf = eachOnce((packages: Packages) => readPlaces(sortedOf(packages)));

/** Each package that lies in another one's folder, with the innermost of those. */
export const nestedOf = eachOnce((packages: Packages) =>
  sortedOf(packages).flatMap((inner) => {
    const outer = inner.folder === "." ? undefined : innermost(placesOf(packages).byFolder, inner.folder);
    return outer ? [{ inner, outer }] : [];
  }),
);

interface Graph {
  readonly targetsOf: (of: WorkspacePackage) => Targets;
  /** Of a place that is no package. */
  readonly linkedTargetsOf: (place: string) => Targets;
  /** Package → the one that it is a part of. */
  readonly wholes: ReadonlyMap<WorkspacePackage, WorkspacePackage>;
  readonly reachedFrom: (starts: readonly (readonly WorkspacePackage[])[]) => Reached<WorkspacePackage>;
  /** Those that were asked for, by the folders that they start at. */
  readonly closures: Map<string, Closure>;
}

const graphsOf = eachOnce<Packages, Map<string, Graph>>(() => new Map());

/** Each package's dependencies are looked up once, however many services share them, in states that link the same. */
const graphOf = eachOnce((workspace: Workspace): Graph => {
  const graphs = graphsOf(workspace.packages);
  const linked = canonical([...workspace.linked]);
  const key = [workspace.links().key, linked, ...workspace.hidden.packages].join("\n");
  const graph = graphs.get(key) ?? readGraph(workspace);
  graphs.set(key, graph);
  return graph;
});

function readGraph(workspace: Workspace): Graph {
  const sorted = sortedOf(workspace.packages);
  const known = knownOf(workspace);
  const targetsOf = eachOnce(({ needs, folder }: WorkspacePackage) =>
    findTargets(known, Object.entries(needs), folder),
  );
  const wholes = wholesOf(workspace.packages, targetsOf);
  const partsOf = (of: WorkspacePackage) => [...wholes].filter(([, whole]) => whole === of).map(([part]) => part);
  return {
    targetsOf,
    linkedTargetsOf: eachText((place) => findTargets(known, Object.entries(workspace.linked.get(place) ?? {}), place)),
    wholes,
    reachedFrom: reachability({
      nodes: sorted,
      // What is built at the root may take whatever lies below it.
      edges: (of) => (of.folder === "." ? sorted : [...targetsOf(of).packages, ...partsOf(of)]),
      unknown: ({ name }) => new Error(`${name} is no package of this workspace`),
    }),
    closures: new Map(),
  };
}

/**
 * A package in another one's folder is a part of it where nobody can need it by its name, or nobody does: `apps/**`
 * makes one of every `{"type":"module"}` and every template.
 */
function wholesOf(packages: Packages, targetsOf: Graph["targetsOf"]): Graph["wholes"] {
  const nested = nestedOf(packages).filter(({ outer }) => outer.folder !== ".");
  if (nested.length === 0) return new Map();
  const needed = new Set(sortedOf(packages).flatMap((of) => packagesOrNone(targetsOf, of)));
  return new Map(
    nested
      .filter(({ inner }) => inner.said === inner.folder || !needed.has(inner))
      .map(({ inner, outer }) => [inner, outer]),
  );
}

/** What can't be told of one package is told to those that need it. */
function packagesOrNone(targetsOf: Graph["targetsOf"], of: WorkspacePackage): readonly WorkspacePackage[] {
  const targets = orError(() => targetsOf(of));
  return targets instanceof DeployError ? [] : targets.packages;
}

function knownOf({ packages, links, hidden }: Workspace): Known {
  return { ...placesOf(packages), links: links(), hidden };
}

const everyonesTargets = eachOnce((workspace: Workspace): Targets =>
  findTargets(knownOf(workspace), rootNeeds(workspace), "."),
);
