import { CORE_SCHEMA, load } from "js-yaml";
import { DeployError } from "../error";
import type { Tree } from "../git";
import { type Lockfile, looksReadable, parseLockfile } from "./lockfile";
import { once } from "./once";
import { type PackageJson, parsePackageJson } from "./package-json";
import { type Known, type Packages, readPackages } from "./packages";
import { readGlobalDependencies, turboFiles } from "./turbo";

/** A workspace as its files describe it, at a commit or on disk. */
export interface Workspace {
  readonly packages: Packages;
  readonly root: PackageJson;
  /** pnpm-workspace.yaml; empty where there is none. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** `undefined` where the workspace is not pnpm's; a lockfile that can't be read is told by its error. Read when asked. */
  readonly lockfile: Lockfile | DeployError | undefined;
  /** Is it pnpm's? Throws where a glance tells that its lockfile can't be read. */
  readonly isPnpm: () => boolean;
  /** Paths or globs of which the workspace itself says that everything depends on them: turbo's `globalDependencies`. */
  readonly global: readonly string[];
  /** Of the root files that describe the workspace, those that there are. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Root files that steer an installation as they are: what they hold is not divided among packages. */
export const installerFiles = [".npmrc", ".pnpmfile.cjs", ".pnpmfile.mjs"];
/** npm's, Yarn's (classic and later) and Bun's. They are not divided among packages: a change reaches every one. */
export const foreignLockfiles = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "bun.lock", "bun.lockb"];
/** Where the lockfile is not pnpm's, these count whole. */
export const foreignInstallerFiles = [
  "package.json",
  ...foreignLockfiles,
  ".npmrc",
  ".yarnrc",
  ".yarnrc.yml",
  ".yarn/{patches,plugins,releases}/**",
];

const settingsFile = "pnpm-workspace.yaml";
const lockfileName = "pnpm-lock.yaml";

/** Root files that are divided among packages: an image is given its part of them. */
export const installationFiles = ["package.json", settingsFile, lockfileName];

/** Root files that describe the workspace. */
const rootFiles = [...installationFiles, ...turboFiles];

/** Could a change of this file make the workspace another one: its packages, their dependencies, its installation? */
function describesWorkspace(path: string): boolean {
  return rootFiles.includes(path) || path.endsWith("/package.json");
}

export async function readWorkspace(tree: Tree): Promise<Workspace> {
  return describe(tree, await tree.readTexts(rootFiles));
}

/** The workspace of a tree that differs from a known one in these paths: what did not change is not read again. */
export async function readWorkspaceBefore(
  now: Workspace,
  tree: Tree,
  changed: ReadonlySet<string>,
): Promise<Workspace> {
  const describing = [...changed].filter(describesWorkspace);
  if (describing.length === 0) return now;
  const { packages, root, settings, global } = now;
  const texts = new Map([...now.texts].filter(([path]) => !changed.has(path)));
  for (const [path, text] of await tree.readTexts(rootFiles.filter((file) => changed.has(file)))) texts.set(path, text);
  if (describing.some((path) => path !== lockfileName)) return describe(tree, texts, { packages, changed });
  return withLockfile({ packages, root, settings, global, texts });
}

async function describe(tree: Tree, texts: ReadonlyMap<string, string>, known?: Known): Promise<Workspace> {
  const root = parsePackageJson(texts.get("package.json") ?? "{}", "package.json");
  const settings = parseSettings(texts.get(settingsFile) ?? "{}");
  const packages = await readPackages(tree, { globs: packageGlobs(settings, root), root, ...(known ? { known } : {}) });
  return withLockfile({ packages, root, settings, global: await globalDependencies(texts), texts });
}

function withLockfile(workspace: Omit<Workspace, "lockfile" | "isPnpm">): Workspace {
  const text = workspace.texts.get(lockfileName);
  const lockfile = once(() => readLockfile(text));
  const readable = once(() => looksReadable(text ?? ""));
  return {
    ...workspace,
    // Where it is the same in two states, nobody needs what it says.
    get lockfile() {
      return lockfile();
    },
    isPnpm() {
      if (text === undefined) return false;
      const failed = readable() ? undefined : lockfile();
      if (failed instanceof DeployError) throw failed;
      return true;
    },
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

function packageGlobs(settings: Record<string, unknown>, root: PackageJson): string[] {
  const { workspaces } = root;
  const declared =
    settings["packages"] ?? (isObject(workspaces) && !Array.isArray(workspaces) ? workspaces["packages"] : workspaces);
  return Array.isArray(declared) ? declared.map(String) : [];
}

function parseSettings(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = load(text, { schema: CORE_SCHEMA }) ?? {};
    if (isObject(parsed)) return parsed;
  } catch (cause) {
    throw new DeployError("invalid-workspace", `${settingsFile} is not YAML: ${(cause as Error).message}`, undefined, {
      cause,
    });
  }
  throw new DeployError("invalid-workspace", `${settingsFile}: want settings by name`);
}

function readLockfile(text: string | undefined): Lockfile | DeployError | undefined {
  if (text === undefined) return undefined;
  try {
    return parseLockfile(text, lockfileName);
  } catch (error) {
    if (error instanceof DeployError) return error;
    throw error;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
