import { DeployError } from "../error";
import type { Tree } from "../git";
import { discoverManifest, type Manifest, parseManifest } from "../manifest";
import { describingFiles, readWorkspace, type Workspace } from "../workspace";
import { behindLinks, type Links, readLinks } from "./links";

/** The services and the workspace as a tree has them. */
export interface Snapshot {
  readonly manifest: Manifest;
  readonly workspace: Workspace;
  readonly tree: Tree;
  readonly links: Links;
  /** The services' Dockerfiles, by path. */
  readonly dockerfiles: ReadonlyMap<string, string>;
}

export const usualManifest = "services.json";

/** Without a path: `services.json` if there is one, else the packages that have a Dockerfile. */
export async function readSnapshot(tree: Tree, manifestPath?: string): Promise<Snapshot> {
  await tree.prefetch?.([manifestPath ?? usualManifest, ...describingFiles(tree), ...tree.endingWith("Dockerfile")]);
  const [workspace, links] = await Promise.all([readWorkspace(tree), readLinks(tree)]);
  const manifest = await readManifest(tree, workspace, manifestPath);
  const dockerfiles = await readDockerfiles(tree, manifest, links);
  const missing = manifest.services.filter(({ dockerfile }) => !dockerfiles.has(dockerfile));
  if (missing.length === 0) return { manifest, workspace, tree, links, dockerfiles };
  // One that is not there would change for nobody.
  const problems = missing.map(({ name, dockerfile }) => `- ${name}: dockerfile: there is no file ${dockerfile}`);
  const source = manifestPath ?? usualManifest;
  throw new DeployError("invalid-manifest", `${source} names what is not there:\n${problems.join("\n")}`);
}

export async function readManifest(tree: Tree, workspace: Workspace, manifestPath?: string): Promise<Manifest> {
  const path = manifestPath ?? usualManifest;
  const text = (await tree.readTexts([path])).get(path);
  if (text !== undefined) return parseManifest(text, path);
  if (manifestPath) throw new DeployError("no-manifest", `manifest: ${manifestPath} does not exist`);
  return discoverManifest(workspace.packages.values(), tree.paths);
}

export async function readDockerfiles(tree: Tree, { services }: Manifest, links: Links): Promise<Map<string, string>> {
  const files = new Map(services.map(({ dockerfile }) => [dockerfile, behindLinks(links, dockerfile)]));
  const texts = await tree.readTexts([...new Set(files.values())]);
  return new Map([...files].flatMap(([path, at]) => (texts.has(at) ? [[path, texts.get(at)!]] : [])));
}
