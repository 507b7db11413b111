import { DeployError } from "../error";
import type { Tree } from "../git";
import { discoverManifest, type Manifest, parseManifest } from "../manifest";
import { readWorkspace, type Workspace } from "../workspace";

/** The services and the workspace as a tree has them. */
export interface Snapshot {
  readonly manifest: Manifest;
  readonly workspace: Workspace;
}

const usualManifest = "services.json";

/** Without a path: `services.json` if there is one, else the packages that have a Dockerfile. */
export async function readSnapshot(tree: Tree, manifestPath?: string): Promise<Snapshot> {
  const workspace = await readWorkspace(tree);
  const path = manifestPath ?? usualManifest;
  const text = (await tree.readTexts([path])).get(path);
  if (text !== undefined) return { workspace, manifest: parseManifest(text, path) };
  if (manifestPath) throw new DeployError("no-manifest", `manifest: ${manifestPath} does not exist`);
  return { workspace, manifest: discoverManifest(workspace.packages.values(), tree.paths) };
}
