import { posix } from "node:path";
import type { Tree } from "../git";
import { isText } from "../is-record";
import { globMatcher, orderedMatcher } from "./glob";
import { ledByManifests } from "./other-languages";
import { type PackageJson, parseSaid, workspaceGlobs } from "./package-json";
import { asRecord } from "./records";

export interface WorkspacePackage {
  /** What it is known by here, and no other is: see Packages. */
  readonly name: string;
  /** The name in its package.json; its folder where it has none. */
  readonly said: string;
  /** Relative to the workspace's root; `.` is the root itself. */
  readonly folder: string;
  /** What it says that it depends on, for whatever purpose: name → specifier. */
  readonly needs: Readonly<Record<string, string>>;
  /** It has no package.json: what is built of it is of another language. */
  readonly bare?: true;
  /** Globs of the packages of which it says that it is their workspace, from the root. */
  readonly holds?: readonly string[];
}

/** By name; a package without a name, or one of several that share one, by its folder. The root is among them. */
export type Packages = ReadonlyMap<string, WorkspacePackage>;

/** The only package of a repository whose package.json gives it no name, or that has none. */
const nameless = "app";

export const manifestName = "/package.json";

export interface Declared {
  readonly globs: readonly string[];
  /** Does a glob take back what one before it refuses? pnpm's settings know no order. */
  readonly inOrder: boolean;
  readonly root: PackageJson;
  /** Has the root no package.json? */
  readonly bare: boolean;
  /** May a package be a workspace itself? Only Yarn knows that. */
  readonly nests: boolean;
  /** What the manifest calls packages: a folder that none of the globs has is one too, be it of another language. */
  readonly places: readonly string[];
}

/** Those of the packages that have a package.json at these paths; by path. */
type ReadThem = (paths: readonly string[]) => Promise<ReadonlyMap<string, WorkspacePackage>>;

/** The packages that the root's package.json or the settings declare. */
export async function readPackages(
  tree: Tree,
  { globs, inOrder, root, bare, nests, places }: Declared,
  readThem: ReadThem = (paths) => parsePackages(tree, paths),
): Promise<Packages> {
  const manifests = globs.length === 0 ? [] : packageManifests(tree);
  const found = new Map<string, WorkspacePackage>();
  for (let wanted = globs; wanted.length > 0;) {
    const isPackage = inOrder ? orderedMatcher(wanted) : globMatcher(wanted);
    const paths = manifests.filter((path) => !found.has(path) && isPackage(folderOf(path)));
    const read = await readThem(paths);
    for (const [path, one] of read) found.set(path, one);
    wanted = nests ? [...read.values()].flatMap(({ holds = [] }) => holds) : [];
  }
  // What one is built of is one too.
  const wantedPlaces = new Set(places);
  for (const folder of wantedPlaces) {
    const isKnown = [...found.values()].some((one) => [one.said, one.folder].includes(folder));
    if (isKnown || folder === root.name || !tree.paths.some((path) => path.startsWith(`${folder}/`))) continue;
    const path = folder + manifestName;
    const one = (await parsePackages(tree, [path])).get(path) ?? bareAt(folder);
    const led = await ledByManifests(tree, folder);
    found.set(path, { ...one, needs: { ...led, ...one.needs } });
    for (const place of Object.keys(led)) wantedPlaces.add(place);
  }
  return new Map(named([...found.values()], root, bare).map((one) => [one.name, one]));
}

export async function parsePackages(tree: Tree, paths: readonly string[]): Promise<Map<string, WorkspacePackage>> {
  return new Map([...(await tree.readTexts(paths))].map(([path, text]) => [path, parsePackage(text, path)]));
}

/** Every package.json below the root that a package may have. */
export function packageManifests(tree: Tree): string[] {
  return tree.endingWith(manifestName).filter((path) => !isInstalled(path));
}

/** Does it lie in a folder that an installer fills? */
export function isInstalled(path: string): boolean {
  return /(?:^|\/)node_modules\//.test(path);
}

/** Gives each its name among the others, the root to them, which gives way to a package of its name. */
function named(found: readonly WorkspacePackage[], root: PackageJson, bare: boolean): WorkspacePackage[] {
  const count = new Map<string, number>();
  for (const { said } of found) count.set(said, (count.get(said) ?? 0) + 1);
  const others = found.map((one) => {
    const { said, folder } = one;
    const its = count.get(said) === 1 ? said : count.has(folder) ? `./${folder}` : folder;
    return its === one.name ? one : { ...one, name: its };
  });
  const taken = new Set([...count.keys(), ...others.map(({ name }) => name)]);
  const said = root.name ?? (found.length === 0 ? nameless : ".");
  const own = {
    name: taken.has(said) ? "." : said,
    said,
    folder: ".",
    needs: specifiers(root),
    ...(bare ? { bare } : {}),
  };
  return [...others, own];
}

function bareAt(folder: string): WorkspacePackage {
  return { name: folder, said: folder, folder, needs: {}, bare: true };
}

export function parsePackage(text: string, path: string): WorkspacePackage {
  const json = parseSaid(text, path);
  const folder = folderOf(path);
  // A package without a name can be no dependency, but a service it can be.
  const said = json.name ?? folder;
  const holds = workspaceGlobs(json).map((glob) =>
    glob.startsWith("!") ? `!${posix.join(folder, glob.slice(1))}` : posix.join(folder, glob),
  );
  return { name: said, said, folder, needs: needsOf(json), ...(holds.length > 0 ? { holds } : {}) };
}

/** With what Nx is told of, which is in no list of dependencies; `!name` takes one away, and too much is safe. */
function needsOf(json: Partial<PackageJson>): WorkspacePackage["needs"] {
  const said = asRecord(json["nx"])["implicitDependencies"];
  if (!Array.isArray(said)) return specifiers(json);
  const names = said.filter(isText).filter((name) => !name.startsWith("!"));
  return { ...Object.fromEntries(names.map((name) => [name, "*"])), ...specifiers(json) };
}

/** Most have one list, which needs no copy. */
export function specifiers(json: Partial<PackageJson>): Readonly<Record<string, string>> {
  const { peerDependencies, devDependencies, optionalDependencies, dependencies } = json;
  if (!peerDependencies && !devDependencies && !optionalDependencies) return dependencies ?? {};
  return { ...peerDependencies, ...devDependencies, ...optionalDependencies, ...dependencies };
}

function folderOf(path: string): string {
  return path.slice(0, -manifestName.length);
}
