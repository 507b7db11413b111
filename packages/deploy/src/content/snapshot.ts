import { DeployError } from "../error";
import type { Tree } from "../git";
import { discoverManifest, type Manifest, parseManifest } from "../manifest";
import { describingFiles, readWorkspace, type Workspace } from "../workspace";
import { behindLinks, type Links, readLinks } from "./links";

/** The services and the workspace as a tree has them. */
export interface Snapshot {
  readonly manifest: Manifest;
  /** Is there a file of it? Else it is found out of the packages. */
  readonly isDeclared: boolean;
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
  const declared = await readManifest(tree, manifestPath);
  const [workspace, links] = await Promise.all([readWorkspace(tree, placesOf(declared)), readLinks(tree)]);
  const manifest = declared ?? discoverManifest(workspace.packages.values(), tree.paths);
  const isDeclared = declared !== undefined;
  const dockerfiles = await readDockerfiles(tree, manifest, links);
  const missing = manifest.services.filter(({ dockerfile }) => !dockerfiles.has(dockerfile));
  if (missing.length === 0) return { manifest, isDeclared, workspace, tree, links, dockerfiles };
  // One that is not there would change for nobody.
  const problems = missing.map(({ name, dockerfile }) => `- ${name}: dockerfile: there is no file ${dockerfile}`);
  const source = manifestPath ?? usualManifest;
  throw new DeployError("invalid-manifest", `${source} names what is not there:\n${problems.join("\n")}`);
}

/** What the manifest calls packages, as folders are written. */
export function placesOf(declared: Manifest | undefined): string[] {
  return (declared?.services ?? []).map(({ package: place }) => place);
}

export async function readManifest(tree: Tree, manifestPath?: string): Promise<Manifest | undefined> {
  const path = manifestPath ?? usualManifest;
  const text = (await tree.readTexts([path])).get(path);
  if (text !== undefined) return parseManifest(text, path);
  if (manifestPath) throw new DeployError("no-manifest", `manifest: ${manifestPath} does not exist`);
  return undefined;
}

export async function readDockerfiles(tree: Tree, { services }: Manifest, links: Links): Promise<Map<string, string>> {
  const files = new Map(services.map(({ dockerfile }) => [dockerfile, behindLinks(links, dockerfile)]));
  const texts = await tree.readTexts([...new Set(files.values())]);
  return new Map([...files].flatMap(([path, at]) => (texts.has(at) ? [[path, texts.get(at)!]] : [])));
}
