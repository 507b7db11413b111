import type { Service } from "../manifest";
import { copiedPaths } from "./copied";
import {
  canonical,
  type Closure,
  declaredPatches,
  findPackage,
  foreignInstallerFiles,
  inputMatcher,
  installationFiles,
  installerFiles,
  once,
  packageAt,
  packageClosure,
  packagesInside,
  sliceWorkspace,
  type Workspace,
  type WorkspacePackage,
  type WorkspaceSlice,
} from "../workspace";
import { isImageInput } from "./image-input";
import type { Snapshot } from "./snapshot";

/** Whose file it is, seen from a service. */
export type Owner =
  { readonly kind: "own" } | { readonly kind: "dependency"; readonly of: string } | { readonly kind: "global" };

/** Everything of the repository that goes into a service's image. What is not here cannot change the image. */
export interface ImageInputs {
  /** Files taken as they are, by path. */
  readonly files: ReadonlyMap<string, Owner>;
  /** The workspace's root files, reduced to what this image needs, by path. */
  readonly generated: ReadonlyMap<string, string>;
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** The rule behind `files`: whose a path is, were it there. */
  ownerOf(path: string): Owner | undefined;
  /** The packages that the image is made of. One object, wherever the workspace's packages are the same. */
  readonly packages: Closure;
  /** What decides, beside the packages, which paths are owned. */
  readonly rules: string;
  readonly workspace: Workspace;
  /** What the installation is, for comparing: the root files and the resolved packages. `undefined` where it is not pnpm's. */
  readonly slice: WorkspaceSlice | undefined;
}

/** Throws where the service's package, or the lockfile, can't be read. What it takes long to find is found when asked for. */
export function imageInputs({ manifest, workspace, tree, dockerfiles }: Snapshot, service: Service): ImageInputs {
  const start = findPackage(workspace, service.package, service.dockerfile);
  const packages = packageClosure(workspace, start);
  const pnpm = workspace.isPnpm();
  const slice = once(() => (pnpm ? sliceWorkspace(workspace, packages.nodes) : undefined));
  const generatedFiles = new Set(pnpm ? installationFiles : []);
  const ofService = inputMatcher([service.dockerfile, `${service.dockerfile}.dockerignore`, ...service.paths]);
  const ofAll = inputMatcher([
    ...manifest.global,
    ...workspace.global,
    ...(pnpm ? installerFiles : foreignInstallerFiles),
  ]);
  const copied = copiedPaths(dockerfiles.get(service.dockerfile) ?? "");
  const patches = new Set(pnpm ? declaredPatches(workspace) : []);

  const ownerOf = (path: string): Owner | undefined => {
    if (generatedFiles.has(path)) return undefined;
    const found = packageAt(workspace, path);
    if (found && packages.has(found) && isImageInput(insideOf(found, path)))
      return found === start ? { kind: "own" } : { kind: "dependency", of: found.name };
    // A folder of packages that is copied brings no package that is not needed.
    const isAnothers = found !== undefined && found.folder !== "." && !packages.has(found);
    if (ofService(path) || (!isAnothers && copied.has(path, found?.folder))) return { kind: "own" };
    const linked = packages.outside.find((place) => path === place || path.startsWith(`${place}/`));
    if (linked !== undefined && isImageInput(path.slice(linked.length + 1))) return { kind: "dependency", of: linked };
    return ofAll(path) || (patches.has(path) && slice()?.patches.includes(path)) ? { kind: "global" } : undefined;
  };
  const files = once(() => {
    const owned = new Map<string, Owner>();
    for (const path of tree.paths) {
      const owner = ownerOf(path);
      if (owner) owned.set(path, owner);
    }
    return owned;
  });

  return {
    get files() {
      return files();
    },
    get generated() {
      return slice()?.files ?? new Map<string, string>();
    },
    dockerfile: service.dockerfile,
    buildArgs: service.buildArgs,
    ownerOf,
    packages,
    rules: canonical([
      start.name,
      packages.outside,
      service.dockerfile,
      service.paths,
      copied.sources,
      manifest.global,
      workspace.global,
      pnpm,
      [...patches],
    ]),
    workspace,
    get slice() {
      return slice();
    },
  };
}

function insideOf({ folder }: WorkspacePackage, path: string): string {
  return folder === "." ? path : path.slice(folder.length + 1);
}

/** Do both own the same paths, so that what did not change in content did not change hands either? */
export function ownAlike(a: ImageInputs, b: ImageInputs): boolean {
  if (a.rules !== b.rules) return false;
  if (a.packages === b.packages) return true;
  return (
    placedAlike(a.packages.nodes, b.packages.nodes) &&
    placedAlike(packagesInside(a.workspace, a.packages), packagesInside(b.workspace, b.packages))
  );
}

/** Are both installed from the same root files for the same packages? */
export function installedAlike(a: ImageInputs, b: ImageInputs): boolean {
  const folders = ({ packages }: ImageInputs) => packages.nodes.map(({ folder }) => folder).join("\n");
  if (a.packages !== b.packages && folders(a) !== folders(b)) return false;
  return installationFiles.every((file) => a.workspace.texts.get(file) === b.workspace.texts.get(file));
}

function placedAlike(a: readonly WorkspacePackage[], b: readonly WorkspacePackage[]): boolean {
  return a.length === b.length && a.every(({ name, folder }, at) => name === b[at]?.name && folder === b[at]?.folder);
}
