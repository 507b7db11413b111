import { DeployError } from "../error";
import type { Tree } from "../git";
import { discoverManifest, type Manifest, parseManifest } from "../manifest";
import { readWorkspace, readWorkspaceBefore, type Workspace } from "../workspace";

/** The services and the workspace as a tree has them. */
export interface Snapshot {
  readonly manifest: Manifest;
  readonly workspace: Workspace;
  readonly tree: Tree;
}

const usualManifest = "services.json";

/** Without a path: `services.json` if there is one, else the packages that have a Dockerfile. */
export async function readSnapshot(tree: Tree, manifestPath?: string): Promise<Snapshot> {
  const snapshot = await withManifest(tree, await readWorkspace(tree), manifestPath);
  await checkDockerfiles(snapshot, manifestPath ?? usualManifest);
  return snapshot;
}

/** A Dockerfile that is not there would change for nobody. */
async function checkDockerfiles({ manifest: { services }, tree }: Snapshot, source: string): Promise<void> {
  const there = await tree.readTexts([...new Set(services.map(({ dockerfile }) => dockerfile))]);
  const missing = services.filter(({ dockerfile }) => !there.has(dockerfile));
  if (missing.length === 0) return;
  const problems = missing.map(({ name, dockerfile }) => `- ${name}: dockerfile: there is no file ${dockerfile}`);
  throw new DeployError("invalid-manifest", `${source} names what is not there:\n${problems.join("\n")}`);
}

/** The snapshot of a tree that differs from a known one in these paths: what did not change is not read again. */
export async function readSnapshotBefore(
  now: Snapshot,
  { tree, changed, manifest }: { tree: Tree; changed: Iterable<string>; manifest: string | undefined },
): Promise<Snapshot> {
  return withManifest(tree, await readWorkspaceBefore(now.workspace, tree, changed), manifest);
}

async function withManifest(tree: Tree, workspace: Workspace, manifestPath?: string): Promise<Snapshot> {
  const path = manifestPath ?? usualManifest;
  const text = (await tree.readTexts([path])).get(path);
  if (text !== undefined) return { tree, workspace, manifest: parseManifest(text, path) };
  if (manifestPath) throw new DeployError("no-manifest", `manifest: ${manifestPath} does not exist`);
  return { tree, workspace, manifest: discoverManifest(workspace.packages.values(), tree.paths) };
}
