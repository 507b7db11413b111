import type { Service } from "../manifest";
import {
  foreignInstallerFiles,
  globMatcher,
  installerFiles,
  packageClosure,
  sliceWorkspace,
  type Workspace,
  type WorkspacePackage,
} from "../workspace";
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
  /** Resolved packages with what the lockfile says of each. */
  readonly resolved: ReadonlyMap<string, string>;
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
}

/** Files of a package that no image needs, so that changing one deploys nothing: its tests and what is written about it. */
const forPeople = /^(readme|changelog|contributing)(\.(md|txt))?$/i;
const forTests = /\.(test|spec)\.[cm]?[jt]sx?$|^(jest|vitest|playwright)\.config\.[cm]?[jt]sx?$/;
const testFolders = new Set(["__tests__", "__snapshots__", "__mocks__"]);

/**
 * The one rule of what a package gives to an image. `path` is relative to the package.
 * What the manifest names itself (`paths`, `global`, the Dockerfile) is an input whatever its name.
 */
export function isImageInput(path: string): boolean {
  const folders = path.split("/");
  const file = folders.pop() ?? "";
  // What is served as it is may have any name.
  if (folders[0] === "public") return true;
  if (folders[0] === "docs" || folders.includes("node_modules")) return false;
  if (folders.length === 0 && forPeople.test(file)) return false;
  return !forTests.test(file) && !folders.some((folder) => testFolders.has(folder));
}

export function imageInputs({ manifest, workspace }: Snapshot, service: Service): ImageInputs {
  const packages = packageClosure(workspace, service.package);
  const slice = sliceWorkspace(workspace, packages);
  const ofService = globMatcher([service.dockerfile, `${service.dockerfile}.dockerignore`, ...service.paths]);
  const shared = slice ? [...installerFiles, ...slice.patches] : foreignInstallerFiles;
  const ofAll = globMatcher([...manifest.global, ...shared]);
  const packageOf = packageFinder(workspace);
  const closure = new Set(packages);

  const owner = (path: string): Owner | undefined => {
    const found = packageOf(path);
    if (found && closure.has(found) && isImageInput(insideOf(found, path)))
      return found.name === service.package ? { kind: "own" } : { kind: "dependency", of: found.name };
    if (ofService(path)) return { kind: "own" };
    return ofAll(path) ? { kind: "global" } : undefined;
  };

  const generated = slice?.files ?? new Map<string, string>();
  const files = new Map<string, Owner>();
  for (const path of workspace.paths) {
    const found = generated.has(path) ? undefined : owner(path);
    if (found) files.set(path, found);
  }
  return {
    files,
    generated,
    resolved: slice?.resolved ?? new Map<string, string>(),
    dockerfile: service.dockerfile,
    buildArgs: service.buildArgs,
  };
}

/** The innermost package that a path lies in. */
function packageFinder(workspace: Workspace): (path: string) => WorkspacePackage | undefined {
  const byFolder = new Map([...workspace.packages.values()].map((found) => [found.folder, found]));
  return (path) => {
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const found = byFolder.get(path.slice(0, at));
      if (found) return found;
    }
    return byFolder.get(".");
  };
}

function insideOf({ folder }: WorkspacePackage, path: string): string {
  return folder === "." ? path : path.slice(folder.length + 1);
}
