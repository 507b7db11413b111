import { DeployError } from "../error";
import type { Tree } from "../git";
import { isText } from "../is-record";
import { isOnlyPnpms } from "./documents";
import type { FollowedTree } from "./followed";
import { type Hidden, readHidden } from "./hidden";
import { type Linked, readLinked } from "./linked";
import type { LockfileLinks } from "./links";
import { type Lockfile, looksReadable } from "./lockfile";
import { once } from "./once";
import { installerOf, type PackageJson, parsePackageJson, workspaceGlobs } from "./package-json";
import { type Declared, packageManifests, type Packages, readPackages } from "./packages";
import { lockfileName, lockfileOf, orThrow } from "./pnpm-lockfile";
import { rootNeeds } from "./root-needs";
import { readGlobalDependencies, turboFiles } from "./turbo";
import { parseYaml } from "./yaml";

/** A workspace as its files describe it, at a commit or on disk. */
export interface Workspace {
  readonly packages: Packages;
  /** What the manifest calls packages. */
  readonly places: readonly string[];
  readonly root: PackageJson;
  /** pnpm-workspace.yaml; empty where there is none. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** `undefined` where the workspace is not pnpm's; a lockfile that can't be read is told by its error. Read when asked. */
  readonly lockfile: Lockfile | DeployError | undefined;
  /** Is it pnpm's? Throws where a glance tells that its lockfile can't be read. */
  readonly isPnpm: () => boolean;
  /** Throws where pnpm's lockfile has to be read for it, and can't be. */
  readonly links: () => LockfileLinks;
  readonly hidden: Hidden;
  readonly linked: Linked;
  /** Paths or globs of which the workspace itself says that everything depends on them: turbo's `globalDependencies`. */
  readonly global: readonly string[];
  /** Of the root files that describe the workspace, those that there are. */
  readonly texts: ReadonlyMap<string, string>;
}

const settingsFile = "pnpm-workspace.yaml";

/** Root files that steer an installation as they are: what they hold is not divided among packages. A branch's own lockfile is one. */
export const installerFiles = [".npmrc", ".pnpmfile.cjs", ".pnpmfile.mjs", "pnpm-lock.*.yaml"];
/** pnpm's hooks, where the settings name other files than the usual ones. */
export function namedHooks({ settings }: Pick<Workspace, "settings">): string[] {
  return [settings["pnpmfile"]].flat().filter(isText);
}

/** npm's, Yarn's (classic and later) and Bun's. They are not divided among packages: a change reaches every one. */
export const foreignLockfiles = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "bun.lock", "bun.lockb"];
/** Root files that are divided among packages: an image is given its part of them. */
export const installationFiles = ["package.json", settingsFile, lockfileName];

/** Where the lockfile is not pnpm's, these count whole: pnpm's own too, of a workspace without a lockfile at its root. */
export const foreignInstallerFiles = [
  ...installationFiles,
  ...foreignLockfiles,
  ...installerFiles,
  ".yarnrc",
  ".yarnrc.yml",
  ".yarn/{patches,plugins,releases}/**",
  "bunfig.toml",
  // Where Rush has its lockfile and its installer's settings.
  "common/config/rush/**",
];

/** Root files that describe the workspace; of lockfiles, those that are text. */
export const rootFiles = [
  ...installationFiles,
  ...turboFiles,
  ...foreignLockfiles.filter((file) => file !== "bun.lockb"),
];

/** The files of a tree that may describe its workspace. */
export function describingFiles(tree: Tree): string[] {
  return [...rootFiles, ...packageManifests(tree)];
}

export async function readWorkspace(tree: FollowedTree, places: readonly string[]): Promise<Workspace> {
  return describe(tree, { texts: await tree.readTexts(rootFiles), places });
}

type Said = Pick<Workspace, "texts" | "places">;

export async function describe(
  tree: FollowedTree,
  { texts, places }: Said,
  read: (tree: FollowedTree, declared: Declared) => Promise<Packages> = readPackages,
): Promise<Workspace> {
  const root = parsePackageJson(texts.get("package.json") ?? "{}", "package.json");
  const settings = parseSettings(texts.get(settingsFile) ?? "{}");
  const declared = declaration({ root, settings, texts });
  const packages = await read(tree, { ...declared, places });
  const hidden = readHidden(tree, {
    globs: declared.globs,
    mayHide: await mayHidePackages(packages, { root, settings, texts }),
  });
  const linked = await readLinked(tree, packages.values(), rootNeeds({ root, settings }));
  const global = await globalDependencies(texts);
  return withLockfile({ packages, places, root, settings, global, hidden, linked, texts });
}

type Described = Pick<Workspace, "root" | "settings" | "texts">;

/**
 * pnpm's lockfile; where the root says that another program installs, there is none: one that lies there is left over.
 * Nor is there where pnpm wrote what is its own and no more.
 */
function lockfileText({ root, settings, texts }: Described): string | undefined {
  // Then each package has one of its own, and the root's is the root's alone.
  if (settings["sharedWorkspaceLockfile"] === false) return undefined;
  const text = (installerOf(root) ?? "pnpm") === "pnpm" ? texts.get(lockfileName) : undefined;
  return text !== undefined && isOnlyPnpms(text) ? undefined : text;
}

/** What says which the packages are. */
export function declaration({ root, settings, texts }: Described) {
  const globs = packageGlobs(settings, root);
  const nests = texts.has("yarn.lock") && lockfileText({ root, settings, texts }) === undefined;
  return { globs, inOrder: !Array.isArray(settings["packages"]), root, bare: !texts.has("package.json"), nests };
}

/** Is there a dependency of which neither the packages nor a lockfile say what it is? */
async function mayHidePackages(packages: Packages, described: Described): Promise<boolean> {
  if (lockfileText(described) !== undefined) return false;
  const { named, isElsewhere } = (await readLinks(described))();
  const names = new Set([...packages.values()].map(({ said }) => said));
  const isKnown = (name: string) => names.has(name) || named(name).length > 0 || isElsewhere(name);
  return [...packages.values()].some(({ needs }) => !Object.keys(needs).every(isKnown));
}

/** Of pnpm's lockfile, or of another one: of the two ways to read them, most runs load one. */
async function readLinks(described: Described): Promise<() => LockfileLinks> {
  const text = lockfileText(described);
  if (text === undefined) {
    const { foreignLinks } = await import("./foreign-links");
    return () => foreignLinks(described.texts);
  }
  const { pnpmLinks } = await import("./pnpm-links");
  return () => pnpmLinks(text);
}

export async function withLockfile(workspace: Omit<Workspace, "lockfile" | "isPnpm" | "links">): Promise<Workspace> {
  const text = lockfileText(workspace);
  const readable = once(() => looksReadable(text ?? ""));
  return {
    ...workspace,
    // Where it is the same in two states, nobody needs what it says.
    get lockfile() {
      return text === undefined ? undefined : lockfileOf(text);
    },
    isPnpm() {
      if (text === undefined) return false;
      if (!readable()) orThrow(lockfileOf(text));
      return true;
    },
    links: await readLinks(workspace),
  };
}

async function globalDependencies(texts: ReadonlyMap<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const file of turboFiles) {
    const text = texts.get(file);
    if (text !== undefined) found.push(...(await readGlobalDependencies(text, file)));
  }
  return found;
}

function packageGlobs(settings: Readonly<Record<string, unknown>>, root: PackageJson): string[] {
  const { packages } = settings;
  return Array.isArray(packages) ? packages.map(String) : workspaceGlobs(root);
}

function parseSettings(text: string): Record<string, unknown> {
  try {
    const parsed = parseYaml(text) ?? {};
    if (typeof parsed === "object") return parsed as Record<string, unknown>;
    throw new Error("want settings by name");
  } catch (cause) {
    throw new DeployError("invalid-workspace", `${settingsFile}: ${(cause as Error).message}`, undefined, { cause });
  }
}
