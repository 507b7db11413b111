import { DeployError } from "../error";
import type { Workspace, WorkspacePackage } from "./workspace";

/**
 * A package and every workspace package that it needs, development dependencies included: they are what builds it.
 * A range that names a workspace package counts whether or not pnpm would link it: too much is safe, too little is not.
 */
export function packageClosure(workspace: Workspace, name: string): readonly WorkspacePackage[] {
  const { dependencies, closures } = graphOf(workspace);
  const known = closures.get(name);
  if (known) return known;
  const start = workspace.packages.get(name);
  if (!start) {
    const names = [...workspace.packages.keys()].join(", ");
    throw new DeployError("unknown-package", `the workspace has no package "${name}"; it has ${names || "none"}`);
  }
  const seen = new Map([[name, start]]);
  const queue = [start];
  for (let next = queue.pop(); next; next = queue.pop())
    for (const dependency of dependencies(next))
      if (!seen.has(dependency.name)) {
        seen.set(dependency.name, dependency);
        queue.push(dependency);
      }
  const closure = [...seen.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
  closures.set(name, closure);
  return closure;
}

interface Graph {
  readonly byFolder: ReadonlyMap<string, WorkspacePackage>;
  readonly dependencies: (of: WorkspacePackage) => readonly WorkspacePackage[];
  /** Those that were asked for, by the package they start at. */
  readonly closures: Map<string, readonly WorkspacePackage[]>;
}

const graphs = new WeakMap<Workspace["packages"], Graph>();

/** Each package's dependencies and closure are looked up once, however many services share them. */
function graphOf(workspace: Workspace): Graph {
  const known = graphs.get(workspace.packages);
  if (known) return known;
  const byFolder = new Map([...workspace.packages.values()].map((found) => [found.folder, found]));
  const edges = new Map<WorkspacePackage, readonly WorkspacePackage[]>();
  const graph: Graph = {
    byFolder,
    closures: new Map(),
    dependencies(of) {
      const found = edges.get(of) ?? workspaceDependencies(workspace, byFolder, of);
      edges.set(of, found);
      return found;
    },
  };
  graphs.set(workspace.packages, graph);
  return graph;
}

function workspaceDependencies(
  workspace: Workspace,
  byFolder: Graph["byFolder"],
  { json, folder }: WorkspacePackage,
): WorkspacePackage[] {
  const specifiers = {
    ...json.peerDependencies,
    ...json.devDependencies,
    ...json.optionalDependencies,
    ...json.dependencies,
  };
  return Object.entries(specifiers)
    .map(([name, specifier]) => target(workspace, byFolder, { name, specifier, from: folder }))
    .filter((found) => found !== undefined);
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

interface Edge {
  readonly name: string;
  readonly specifier: string;
  /** The folder of the package that says so. */
  readonly from: string;
}

/** `workspace:*`, `workspace:other@^1` (an alias), `workspace:../other`, `link:../other`, `file:../other`, or a range. */
function target(
  workspace: Workspace,
  byFolder: Graph["byFolder"],
  { name, specifier, from }: Edge,
): WorkspacePackage | undefined {
  const [, protocol, rest = ""] = /^(workspace|link|file):(.*)$/.exec(specifier) ?? [];
  if (protocol && (protocol !== "workspace" || rest.startsWith("."))) {
    return byFolder.get(resolveFolder(from, rest));
  }
  const alias = /^(@?[^@]+)@/.exec(rest)?.[1];
  if (specifier.startsWith("npm:")) return undefined;
  return workspace.packages.get(alias ?? name);
}

function resolveFolder(from: string, relative: string): string {
  const parts = from.split("/");
  for (const part of relative.split("/"))
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  return parts.join("/") || ".";
}
