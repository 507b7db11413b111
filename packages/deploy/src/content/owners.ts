import type { Service } from "../manifest";
import {
  type Closure,
  declaredPatches,
  eachText,
  foreignInstallerFiles,
  foreignLockfiles,
  installerOf,
  inputMatcher,
  installationFiles,
  installerFiles,
  namedHooks,
  packageAt,
  patchedBy,
  type WorkspacePackage,
  type WorkspaceSlice,
} from "../workspace";
import { foldersAbove } from "./above";
import type { CopiedPaths } from "./copied";
import { isImageInput, isTest } from "./image-input";
import { isEmpty, isIn } from "./is-in";
import { ledTo } from "./links";
import type { Snapshot } from "./snapshot";

/** Whose file it is, seen from a service. */
export type Owner =
  { readonly kind: "own" } | { readonly kind: "dependency"; readonly of: string } | { readonly kind: "global" };

interface Parts {
  readonly start: WorkspacePackage;
  readonly packages: Closure;
  readonly copied: CopiedPaths;
  /** `undefined` where the installation is not pnpm's. */
  readonly slice: (() => WorkspaceSlice | undefined) | undefined;
}

export interface Owners {
  /** Whose a path is, were it there. */
  readonly ownerOf: (path: string) => Owner | undefined;
  /** What decides that, beside the packages. */
  readonly rules: readonly unknown[];
  /** Its links that lead out of what is looked at → where. */
  readonly leavingLinks: ReadonlyMap<string, string>;
}

export function owners({ manifest, workspace, tree }: Snapshot, service: Service, parts: Parts): Owners {
  const { start, packages, copied, slice } = parts;
  const { dockerfile, paths } = service;
  const { outside } = packages;
  const generated = new Set(slice ? installationFiles : []);
  const named = new Set([
    dockerfile,
    `${dockerfile}.dockerignore`,
    ...foldersAbove([dockerfile, ...paths, ...copied.paths]),
  ]);
  const ofService = inputMatcher(paths);
  // What one list refuses, another may name.
  const leftOver = installerOf(workspace.root) === "pnpm";
  const installers = slice
    ? [...installerFiles, ...namedHooks(workspace), ...(leftOver ? [] : foreignLockfiles)]
    : [...foreignInstallerFiles, ...namedHooks(workspace), ...patchedBy(workspace.root)];
  const ofAll = [manifest.global, workspace.global, installers].map(inputMatcher);
  const aboveAll = foldersAbove([...manifest.global, ...workspace.global]);
  const patches = new Set(declaredPatches(workspace));

  const isEveryones = (path: string) =>
    aboveAll.has(path) ||
    ofAll.some((has) => has(path)) ||
    (patches.has(path) && (!slice || slice()?.patches.includes(path)));
  /** What is in a package that is needed is left to its rule; a folder of packages brings none that is not needed. */
  const isMeant = (place: string, found: WorkspacePackage): boolean => {
    if (found.folder === ".") return true;
    if (packages.has(found)) return place.startsWith(`${found.folder}/`);
    const at = packageAt(workspace, `${place}/`, packages);
    return at.folder !== "." && !packages.has(at);
  };
  /** Of a package that is named as a whole, its own rule; of a part of one that is needed, all but its tests; else all. */
  const isTaken = (path: string, place: string, found: WorkspacePackage): boolean => {
    if (found.folder !== "." && isIn(place, found.folder)) return isInputOf(found, path);
    return !packages.has(found) || !isTest(inside(place, path));
  };
  const ruleOf = (path: string): Owner | undefined => {
    const found = packageAt(workspace, path, packages);
    if (packages.has(found) && isInputOf(found, path, found === start))
      return found === start ? { kind: "own" } : { kind: "dependency", of: found.name };
    if (
      named.has(path) ||
      ofService(path) ||
      copied.has(path, (place) => isMeant(place, found) && isTaken(path, place, found))
    )
      return { kind: "own" };
    const of = outside.find((place) => isIn(place, path) || isIn(path, place));
    if (of !== undefined && isImageInput(inside(of, path))) return { kind: "dependency", of };
    return isEveryones(path) ? { kind: "global" } : undefined;
  };
  const hasBelow = (place: string, path: string) => {
    if (place !== "." && !path.startsWith(`${place}/`)) return false;
    return isImageInput(inside(place, path)) && isMeant(place, packageAt(workspace, path, packages));
  };
  /** Does git have something at a place? Asked of what is neither a file nor a package. */
  const isBare = eachText((place) => isEmpty(tree, place));
  /** What a build leaves in a package is made of the package. */
  const seenAt = (place: string): string => {
    if (tree.kindOf(place) !== undefined) return place;
    const around = packageAt(workspace, place, packages);
    if (around.folder === "." || packages.has(around) || !isBare(place)) return place;
    return around.folder;
  };
  const led = ledTo(tree.links, { ownerOf: ruleOf, has: hasBelow, seenAt });
  const ends = [...led.ends];
  const behindLink = (path: string): Owner | undefined =>
    led.passed.get(path) ?? ends.find(([place]) => path === place || hasBelow(place, path))?.[1];
  return {
    ownerOf: (path) => (generated.has(path) ? undefined : (ruleOf(path) ?? behindLink(path))),
    rules: [
      start.name,
      outside,
      dockerfile,
      paths,
      copied.paths,
      [ends, [...led.passed]],
      manifest.global,
      workspace.global,
      installers,
      [...patches],
    ],
    leavingLinks: led.outside,
  };
}

/** Of these, `docs` is what they make their pages of. */
const siteMaker = /docusaurus|nextra|starlight|(?:vite|vue|rs)press/;

/** What no image needs is told by the names that JavaScript's tools have for it. */
function isInputOf({ folder, bare, needs }: WorkspacePackage, path: string, ofService?: boolean): boolean {
  const place = inside(folder, path);
  if (bare) return !place.startsWith(".github/");
  const isPage = ofService && place.startsWith("docs/") && siteMaker.test(JSON.stringify(needs));
  return isPage || isImageInput(place);
}

/** How a path of a folder is called in there; of one that is the place itself, nothing is left. */
function inside(place: string, path: string): string {
  return place === "." ? path : path.slice(place.length + 1);
}
