import type { Tree } from "../git";
import type { Service } from "../manifest";
import { type CopiedPaths, copiedPaths } from "./copied";
import {
  type Closure,
  findPackage,
  once,
  packageClosure,
  sliceWorkspace,
  type Workspace,
  type WorkspaceSlice,
} from "../workspace";
import { type Owner, owners } from "./owners";
import type { Snapshot } from "./snapshot";

type BuildArgs = Readonly<Record<string, string>>;

/** Everything of the repository that goes into a service's image. What is not here cannot change the image. */
export interface ImageInputs {
  /** Files taken as they are, by path. */
  readonly files: ReadonlyMap<string, Owner>;
  readonly dockerfile: string;
  readonly buildArgs: BuildArgs;
  /** The rule behind `files`: whose a path is, were it there. */
  ownerOf(path: string): Owner | undefined;
  /** The packages that the image is made of. One object, wherever the workspace's packages are the same. */
  readonly packages: Closure;
  /** What decides, beside the packages, which paths are owned. */
  readonly rules: readonly unknown[];
  /** Links of its own that lead out of what is looked at → where. */
  readonly leavingLinks: ReadonlyMap<string, string>;
  readonly workspace: Workspace;
  readonly tree: Tree;
  /** The workspace's root files and what they resolve to, reduced to what this image needs. `undefined` where it is not pnpm's. */
  readonly slice: WorkspaceSlice | undefined;
}

/**
 * Throws where the service's package, or the lockfile, can't be read. What it takes long to find is found when asked for.
 * `given`: build arguments over the service's own.
 */
export function imageInputs(snapshot: Snapshot, service: Service, given: BuildArgs = {}): ImageInputs {
  const { workspace, tree } = snapshot;
  const start = findPackage(workspace, service.package, service.dockerfile);
  const packages = packageClosure(workspace, start);
  const pnpm = workspace.isPnpm();
  const slice = once(() => (pnpm ? sliceWorkspace(workspace, packages.nodes) : undefined));
  const copied = copiedSources(snapshot, service, given);
  const { ownerOf, rules, leavingLinks } = owners(snapshot, service, {
    start,
    packages,
    copied,
    slice: pnpm ? slice : undefined,
  });
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
    dockerfile: service.dockerfile,
    buildArgs: service.buildArgs,
    ownerOf,
    packages,
    rules,
    leavingLinks,
    workspace,
    tree,
    get slice() {
      return slice();
    },
  };
}

/** What the service's Dockerfile copies by name. */
export function copiedSources({ dockerfiles }: Snapshot, service: Service, given: BuildArgs): CopiedPaths {
  return copiedPaths(dockerfiles.get(service.dockerfile) ?? "", { ...service.buildArgs, ...given });
}
