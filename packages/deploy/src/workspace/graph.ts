import { DeployError } from "../error";
import type { Workspace, WorkspacePackage } from "./workspace";

/**
 * A package and every workspace package that it needs, development dependencies included: they are what builds it.
 * A range that names a workspace package counts whether or not pnpm would link it: too much is safe, too little is not.
 */
export function packageClosure(workspace: Workspace, name: string): WorkspacePackage[] {
  const start = workspace.packages.get(name);
  if (!start) {
    const known = [...workspace.packages.keys()].join(", ");
    throw new DeployError("unknown-package", `the workspace has no package "${name}"; it has ${known || "none"}`);
  }
  const seen = new Map([[name, start]]);
  const queue = [start];
  for (let next = queue.pop(); next; next = queue.pop())
    for (const dependency of workspaceDependencies(workspace, next))
      if (!seen.has(dependency.name)) {
        seen.set(dependency.name, dependency);
        queue.push(dependency);
      }
  return [...seen.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function workspaceDependencies(workspace: Workspace, { json, folder }: WorkspacePackage): WorkspacePackage[] {
  const specifiers = {
    ...json.peerDependencies,
    ...json.devDependencies,
    ...json.optionalDependencies,
    ...json.dependencies,
  };
  return Object.entries(specifiers)
    .map(([name, specifier]) => target(workspace, { name, specifier, from: folder }))
    .filter((found) => found !== undefined);
}

interface Edge {
  readonly name: string;
  readonly specifier: string;
  /** The folder of the package that says so. */
  readonly from: string;
}

/** `workspace:*`, `workspace:other@^1` (an alias), `workspace:../other`, `link:../other`, `file:../other`, or a range. */
function target(workspace: Workspace, { name, specifier, from }: Edge): WorkspacePackage | undefined {
  const [, protocol, rest = ""] = /^(workspace|link|file):(.*)$/.exec(specifier) ?? [];
  if (protocol && (protocol !== "workspace" || rest.startsWith("."))) {
    const folder = resolveFolder(from, rest);
    return [...workspace.packages.values()].find((candidate) => candidate.folder === folder);
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
