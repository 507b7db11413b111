import { DeployError } from "../error";
import { eachOnce, once } from "./once";
import { asRecord } from "./records";
import { overrideTarget } from "./selectors";
import { type Places, readPlaces, type Target, targets } from "./targets";
import type { Workspace, WorkspacePackage } from "./workspace";

/** What a package is built from, itself included. */
export interface Closure {
  /** By folder. */
  readonly packages: readonly WorkspacePackage[];
  /** Files and folders that are linked to (`link:`, `file:`) and are no package of the workspace. */
  readonly outside: readonly string[];
}

/**
 * A package and every workspace package that it needs, development dependencies included: they are what builds it.
 * A range that names a workspace package counts whether or not pnpm would link it: too much is safe, too little is not.
 */
export function packageClosure(workspace: Workspace, start: WorkspacePackage): Closure {
  const { dependencies, everyones, closures } = graphOf(workspace);
  const known = closures.get(start);
  if (known) return known;
  const seen = new Set<Target>();
  const queue: Target[] = [start, ...everyones()];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (typeof next !== "string") for (const dependency of dependencies(next)) queue.push(dependency);
  }
  const packages = [...seen].filter((found) => typeof found !== "string");
  const closure = {
    packages: packages.sort((a, b) => (a.folder < b.folder ? -1 : 1)),
    outside: [...seen].filter((found) => typeof found === "string").sort(),
  };
  closures.set(start, closure);
  return closure;
}

/** The package of that name; where several have it, the one that the path lies in. */
export function findPackage(workspace: Workspace, name: string, path: string): WorkspacePackage {
  const known = workspace.packages.get(name);
  if (known) return known;
  const namesakes = graphOf(workspace).byName.get(name) ?? [];
  const found = namesakes.filter(({ folder }) => path.startsWith(`${folder}/`));
  if (found.length === 1) return found[0]!;
  if (namesakes.length > 0) {
    const folders = namesakes.map(({ folder }) => folder).join(", ");
    throw new DeployError("unknown-package", `several packages are named "${name}": give one's folder (${folders})`);
  }
  const names = [...workspace.packages.keys()].join(", ");
  throw new DeployError("unknown-package", `the workspace has no package "${name}"; it has ${names || "none"}`);
}

/** The innermost package that a path lies in. */
export function packageAt(workspace: Workspace, path: string): WorkspacePackage | undefined {
  const { byFolder } = graphOf(workspace);
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
    const found = byFolder.get(path.slice(0, at));
    if (found) return found;
  }
  return byFolder.get(".");
}

interface Graph extends Places {
  readonly dependencies: (of: WorkspacePackage) => readonly Target[];
  /** What every installation has, whatever it is for. */
  readonly everyones: () => readonly Target[];
  /** Those that were asked for, by the package they start at. */
  readonly closures: Map<WorkspacePackage, Closure>;
}

const graphs = new WeakMap<Workspace["packages"], Graph>();

/** Each package's dependencies and closure are looked up once, however many services share them. */
function graphOf(workspace: Workspace): Graph {
  const known = graphs.get(workspace.packages);
  if (known) return known;
  const all = [...workspace.packages.values()];
  const places = readPlaces(all);
  const graph: Graph = {
    ...places,
    closures: new Map(),
    // What is built at the root may take whatever lies below it.
    dependencies: eachOnce((of) => (of.folder === "." ? all : dependenciesOf(places, of))),
    everyones: once(() => everyonesTargets(places, workspace)),
  };
  graphs.set(workspace.packages, graph);
  return graph;
}

function dependenciesOf(places: Places, { json, folder }: WorkspacePackage): Target[] {
  const specifiers = {
    ...json.peerDependencies,
    ...json.devDependencies,
    ...json.optionalDependencies,
    ...json.dependencies,
  };
  return Object.entries(specifiers).flatMap(([name, specifier]) => targets(places, { name, specifier, from: folder }));
}

/** What the root depends on without being built itself, and what overrides put in a dependency's place. */
function everyonesTargets(places: Places, { root, settings }: Workspace): Target[] {
  const overrides = [
    settings["overrides"],
    asRecord(root["pnpm"])["overrides"],
    root["resolutions"],
    root["overrides"],
  ];
  const specifiers = [
    ...Object.entries({ ...root.optionalDependencies, ...root.dependencies }),
    ...overrides
      .flatMap((group) => Object.entries(asRecord(group)))
      .map(([selector, value]) => [overrideTarget(selector), String(value)] as const),
  ];
  return specifiers.flatMap(([name, specifier]) => targets(places, { name, specifier, from: "." }));
}
