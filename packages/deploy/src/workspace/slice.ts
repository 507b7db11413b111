import { posix } from "node:path";
import { DeployError } from "../error";
import { type Lockfile, packageName, resolvedClosure } from "./lockfile";
import { once } from "./once";
import { type Overrides, reachingOverrides } from "./overrides";
import { asRecord, isEmpty, nonEmpty, pick } from "./records";
import { catalogNames, type Names, usedNames } from "./selectors";
import type { WorkspacePackage } from "./packages";
import type { Workspace } from "./workspace";

type Importers = Lockfile["importers"];

/** The workspace reduced to some packages, so that a change elsewhere is no change here. */
export interface WorkspaceSlice {
  /** Of the root's package.json. */
  readonly root: Readonly<Record<string, unknown>>;
  /** Of pnpm's settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The whole one. */
  readonly lockfile: Lockfile;
  /** Of the lockfile, what it says beside importers and resolved packages. */
  readonly head: Readonly<Record<string, unknown>>;
  readonly importers: Importers;
  /** The snapshots that its packages need. Sorted. */
  readonly closure: readonly string[];
  /** Patch files that it applies. */
  readonly patches: readonly string[];
}

/**
 * What a workspace's root says to an installer, and to the tools that build a package and look for their settings above
 * it. Scripts and development tools of the root are not for an image.
 */
const rootFields = [
  "browserslist",
  "babel",
  "postcss",
  "name",
  "version",
  "private",
  "type",
  "packageManager",
  "devEngines",
  "engines",
  "dependencies",
  "optionalDependencies",
  "peerDependencies",
  "peerDependenciesMeta",
  "dependenciesMeta",
];

/** `undefined` where the workspace is not pnpm's. A lockfile that can't be read is thrown. */
export function sliceWorkspace(
  workspace: Workspace,
  packages: readonly WorkspacePackage[],
): WorkspaceSlice | undefined {
  const { lockfile } = workspace;
  if (lockfile === undefined) return undefined;
  if (lockfile instanceof DeployError) throw lockfile;
  const folders = [".", ...packages.map(({ folder }) => folder).filter((folder) => folder !== ".")];
  const rootIsBuilt = packages.some(({ folder }) => folder === ".");
  const importers = sliceImporters(lockfile, { folders, rootIsBuilt });
  const closure = resolvedClosure({ importers, snapshots: lockfile.snapshots }, folders);
  const used = whenAsked(() => usedNames(closure, importers));
  const overrides = reachingOverrides(workspace, used);
  const parts = { used, importers, overrides };
  const fields = rootIsBuilt ? Object.keys(workspace.root) : rootFields;
  const settings = sliceSettings(workspace.settings, { ...parts, folders });
  const root = sliceRoot(workspace.root, { ...parts, fields });
  const head = sliceHead(lockfile, parts);
  return { root, settings, lockfile, head, importers, closure, patches: patchFiles(root, settings) };
}

/** Few workspaces have what they are asked for. */
function whenAsked(find: () => Names): Names {
  const found = once(find);
  return { has: (name) => found().has(name) };
}

/** Every patch file that the workspace's settings name, whomever it reaches. */
export function declaredPatches({ root, settings }: Workspace): string[] {
  return patchFiles(root, settings);
}

function patchFiles(root: Readonly<Record<string, unknown>>, settings: Readonly<Record<string, unknown>>): string[] {
  const patched = {
    // Bun's.
    ...asRecord(root["patchedDependencies"]),
    ...asRecord(asRecord(root["pnpm"])["patchedDependencies"]),
    ...asRecord(settings["patchedDependencies"]),
  };
  return Object.values(patched)
    .map((file) => posix.normalize(String(file)))
    .sort();
}

/** The root's importer keeps what its reduced package.json keeps. */
function sliceImporters(
  { importers }: Lockfile,
  { folders, rootIsBuilt }: { folders: readonly string[]; rootIsBuilt: boolean },
): Importers {
  return Object.fromEntries(
    folders.map((folder) => {
      const importer = importers[folder] ?? {};
      return [folder, folder === "." && !rootIsBuilt ? pick(importer, (name) => name !== "devDependencies") : importer];
    }),
  );
}

interface Parts {
  readonly used: Names;
  readonly importers: Importers;
  readonly overrides: Overrides;
}

/** Of the lockfile, what is pnpm's own or told elsewhere in the slice. */
const toldElsewhere = new Set(["environment", "time", "importers", "packages", "snapshots"]);

/** Of the lockfile, what it says beside importers and resolved packages. */
function sliceHead(lockfile: Lockfile, { used, importers, overrides }: Parts): Record<string, unknown> {
  return reduced(
    pick(lockfile, (name) => !toldElsewhere.has(name)),
    {
      used,
      names: whenAsked(() => catalogNames(importers, {})),
      // One that is nowhere else makes pnpm refuse the lockfile, here as in the whole workspace.
      overrides: pick(lockfile.overrides, (name) => !overrides.isLeftOut(name)),
    },
  );
}

function sliceSettings(
  { packages, ...settings }: Readonly<Record<string, unknown>>,
  { used, importers, overrides, folders }: Parts & { folders: readonly string[] },
): Record<string, unknown> {
  const names = whenAsked(() => catalogNames(importers, overrides.kept));
  return {
    ...(packages === undefined ? {} : { packages: folders.filter((folder) => folder !== ".") }),
    ...reduced(settings, { used, names, overrides: overrides.inRoot ? {} : overrides.kept }),
  };
}

function sliceRoot(
  root: Readonly<Record<string, unknown>>,
  { used, overrides, fields }: Parts & { fields: readonly string[] },
): Record<string, unknown> {
  const pnpm = reduced(asRecord(root["pnpm"]), {
    used,
    names: new Set(),
    overrides: overrides.inRoot ? overrides.kept : {},
  });
  return {
    ...pick(root, (field) => fields.includes(field) && !rewritten.has(field) && !isDefault(field, root[field])),
    ...nonEmpty("pnpm", pnpm),
  };
}

interface Reaching {
  readonly used: Names;
  /** `<catalog> <dependency>` */
  readonly names: Names;
  readonly overrides: Record<string, unknown>;
}

const ofPackages = new Set(["catalog", "catalogs", "overrides", "patchedDependencies"]);

/** What is said of single packages, of those alone that reach a slice; and all else. */
function reduced(
  said: Readonly<Record<string, unknown>>,
  { used, names, overrides }: Reaching,
): Record<string, unknown> {
  const { catalog, catalogs, patchedDependencies } = said;
  const ofGroup = (group: string, entries: unknown) => pick(asRecord(entries), (name) => names.has(`${group} ${name}`));
  const groups = Object.entries(asRecord(catalogs)).map(
    ([group, entries]) => [group, ofGroup(group, entries)] as const,
  );
  return {
    ...pick(said, (name) => !ofPackages.has(name)),
    ...nonEmpty("catalog", ofGroup("default", catalog)),
    ...nonEmpty("catalogs", Object.fromEntries(groups.filter(([, kept]) => !isEmpty(kept)))),
    ...nonEmpty("overrides", overrides),
    ...nonEmpty(
      "patchedDependencies",
      pick(asRecord(patchedDependencies), (name) => used.has(packageName(name))),
    ),
  };
}

/** Where the root's package.json may hold overrides. */
const rewritten = new Set(["pnpm", "resolutions"]);

/** Reading a package.json fills its missing lists of dependencies in. */
function isDefault(field: string, value: unknown): boolean {
  return field.endsWith("ependencies") && isEmpty(value);
}
