import { posix } from "node:path";
import { DeployError } from "../error";
import type { Hidden } from "./hidden";
import type { LockfileLinks } from "./links";
import { eachText } from "./once";
import type { WorkspacePackage } from "./packages";

/** What dependencies lead to in the repository. */
export interface Targets {
  readonly packages: readonly WorkspacePackage[];
  /** Paths that are no package's. */
  readonly outside: readonly string[];
}

type Target = WorkspacePackage | string;

/** Where packages are found. */
export interface Places {
  readonly byFolder: ReadonlyMap<string, WorkspacePackage>;
  /** Which of several with one name a dependency means, their versions decide: here it means them all. */
  readonly byName: ReadonlyMap<string, readonly WorkspacePackage[]>;
}

export function readPlaces(packages: readonly WorkspacePackage[]): Places {
  const byName = new Map<string, WorkspacePackage[]>();
  for (const found of packages) {
    // The root is meant only where no other package has its name.
    if (found.folder === "." && found.name !== found.said) continue;
    byName.set(found.said, [...(byName.get(found.said) ?? []), found]);
  }
  return { byFolder: new Map(packages.map((found) => [found.folder, found])), byName };
}

interface Dependency {
  readonly name: string;
  readonly specifier: string;
  /** The folder of the package that says so. */
  readonly from: string;
}

/** All that is known of where dependencies lead. */
export interface Known extends Places {
  readonly links: LockfileLinks;
  readonly hidden: Hidden;
}

/**
 * `needs`: names and specifiers, said by the package in the folder `from`; and what the lockfile links to it, which
 * settings of the installer put there.
 */
export function findTargets(known: Known, needs: readonly (readonly [string, string])[], from: string): Targets {
  const { links, hidden } = known;
  const linked = [...links.from(from), ...needs.flatMap(([name]) => links.named(name))];
  const found = [
    ...needs.flatMap(([name, specifier]) => targets(known, { name, specifier, from })),
    ...linked.filter(hidden.isInRepository).flatMap((path) => targetsAt(known, path)),
  ];
  return {
    packages: found.filter((target) => typeof target !== "string"),
    outside: found.filter((target) => typeof target === "string"),
  };
}

/**
 * `workspace:*`, `workspace:other@^1` (an alias), `workspace:../other`, `npm:other@^1`, `link:../other`, `file:../other`,
 * `portal:../other`, a path as it is, or a range. Nothing for what the registry has.
 */
function targets(known: Known, { name, specifier, from }: Dependency): readonly Target[] {
  const { byName } = known;
  const { protocol, rest } = parseSpecifier(specifier);
  if (protocol === undefined || protocol === "npm") {
    const meant = (protocol === "npm" && /^@?[^@]+/.exec(rest)?.[0]) || name;
    return byName.get(meant) ?? notSeen(known, { name: meant, specifier, from });
  }
  if (protocol !== "workspace" || rest.startsWith(".")) {
    const path = pathIn(specifier, from);
    // Nothing outside of the repository is known here.
    if (path === undefined || !known.hidden.isInRepository(path)) return [];
    return targetsAt(known, path);
  }
  const found = byName.get(/^(@?[^@]+)@/.exec(rest)?.[1] ?? name);
  if (found) return found;
  // Silence here would leave a change in there undeployed.
  throw new DeployError(
    "unseen-package",
    `${from} depends on ${name} (${specifier}), and no package.json of that name is in the workspace`,
    "Behind a link, in a submodule, or written as package.yaml it is not seen.",
  );
}

/** A package; or a path, and with one of which git shows nothing, as of what a build leaves in `dist`, the package around. */
function targetsAt({ byFolder, hidden }: Known, path: string): readonly Target[] {
  const found = byFolder.get(path);
  if (found) return [found];
  const around = hidden.isShown(path) ? undefined : innermost(byFolder, path);
  return around && around.folder !== "." ? [around, path] : [path];
}

/** The innermost package that a path lies in. */
export function innermost(byFolder: Places["byFolder"], path: string): WorkspacePackage | undefined {
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
    const found = byFolder.get(path.slice(0, at));
    if (found) return found;
  }
  return byFolder.get(".");
}

/** Where a specifier leads that names a path; `undefined` where it names none, or one of the machine. */
export function pathIn(specifier: string, from: string): string | undefined {
  const { protocol, rest } = parseSpecifier(specifier);
  const isPathOf = protocol === "workspace" ? rest.startsWith(".") : protocol !== undefined && protocol !== "npm";
  return isPathOf && !/^[/~]/.test(rest) ? posix.join(from, rest).replace(/\/$/, "") : undefined;
}

/** Most packages say the same ones. */
const parseSpecifier = eachText((specifier) => {
  const said = isPath(specifier) ? `file:${specifier}` : specifier;
  const [, protocol, rest = ""] = /^(workspace|npm|link|file|portal):(.*)$/.exec(said) ?? [];
  return { protocol, rest };
});

/** What is taken for a folder or an archive without a protocol; `owner/name` is GitHub's, `~1.2` a range. */
function isPath(specifier: string): boolean {
  const [path = ""] = specifier.split("#");
  if (/^(?:\.|~?\/)/.test(path)) return true;
  return !path.includes(":") && (/\.(?:tgz|tar|tar\.gz)$/i.test(path) || path.split("/").length > 2);
}

/** What is not among the packages is the registry's, unless it may be one that git does not show. */
function notSeen({ links, hidden }: Known, { name, specifier, from }: Dependency): readonly Target[] {
  if (hidden.packages.length === 0 || links.named(name).length > 0 || links.isElsewhere(name)) return [];
  const places = hidden.packages.join(" or ");
  throw new DeployError(
    "unseen-package",
    `${from} depends on ${name} (${specifier}), which may be in ${places}, and git does not show what is there`,
  );
}
