import { DeployError } from "../error";
import type { Tree } from "../git";
import { discoverManifest, type Manifest, parseManifest } from "../manifest";
import { describingFiles, type FollowedTree, followLinks, readWorkspace, type Workspace } from "../workspace";

/** The services and the workspace as a tree has them. */
export interface Snapshot {
  readonly manifest: Manifest;
  /** Is there a file of it? Else it is found out of the packages. */
  readonly isDeclared: boolean;
  readonly workspace: Workspace;
  readonly tree: FollowedTree;
  /** The services' Dockerfiles, by path. */
  readonly dockerfiles: ReadonlyMap<string, string>;
}

export const usualManifest = "services.json";

/** Without a path: `services.json` if there is one, else the packages that have a Dockerfile. */
export async function readSnapshot(said: Tree, manifestPath?: string): Promise<Snapshot> {
  await said.prefetch?.([manifestPath ?? usualManifest, ...describingFiles(said), ...said.endingWith("Dockerfile")]);
  const tree = await followLinks(said);
  const declared = await readManifest(tree, manifestPath);
  const workspace = await readWorkspace(tree, placesOf(declared));
  const manifest = declared ?? discoverManifest(workspace.packages.values(), tree.paths);
  const isDeclared = declared !== undefined;
  const dockerfiles = await readDockerfiles(tree, manifest);
  const missing = manifest.services.filter(({ dockerfile }) => !dockerfiles.has(dockerfile));
  if (missing.length === 0) return { manifest, isDeclared, workspace, tree, dockerfiles };
  // One that is not there would change for nobody.
  const problems = missing.map(({ name, dockerfile }) => `- ${name}: dockerfile: there is no file ${dockerfile}`);
  const source = manifestPath ?? usualManifest;
  throw new DeployError("invalid-manifest", `${source} names what is not there:\n${problems.join("\n")}`);
}

/** What the manifest calls packages, as folders are written. */
export function placesOf(declared: Manifest | undefined): string[] {
  return (declared?.services ?? []).map(({ package: place }) => place);
}

export async function readManifest(tree: FollowedTree, manifestPath?: string): Promise<Manifest | undefined> {
  const path = manifestPath ?? usualManifest;
  const text = (await tree.readTexts([path])).get(path);
  if (text !== undefined) return parseManifest(text, path);
  if (manifestPath) throw new DeployError("no-manifest", `manifest: ${manifestPath} does not exist`);
  return undefined;
}

export async function readDockerfiles(tree: FollowedTree, { services }: Manifest): Promise<Map<string, string>> {
  return tree.readTexts([...new Set(services.map(({ dockerfile }) => dockerfile))]);
}
