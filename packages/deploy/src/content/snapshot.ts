import { DeployError } from "../error";
import type { Tree } from "../git";
import { discoverManifest, type Manifest, parseManifest, type Service } from "../manifest";
import { describingFiles, readWorkspace, readWorkspaceBefore, type Workspace } from "../workspace";
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

const usualManifest = "services.json";

/** Without a path: `services.json` if there is one, else the packages that have a Dockerfile. */
export async function readSnapshot(tree: Tree, manifestPath?: string): Promise<Snapshot> {
  // Together, since it takes git a process each time that it is asked.
  await tree.readTexts([manifestPath ?? usualManifest, ...describingFiles(tree), ...tree.endingWith("Dockerfile")]);
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

/**
 * The snapshot of a tree that differs from a known one in these paths: what did not change is not read again, and is the
 * known one's object.
 */
export async function readSnapshotBefore(
  now: Snapshot,
  { tree, changed, manifest: manifestPath }: { tree: Tree; changed: ReadonlySet<string>; manifest: string | undefined },
): Promise<Snapshot> {
  const workspace = await readWorkspaceBefore(now.workspace, tree, changed);
  // It is in a file, or is found out by the packages and their Dockerfiles.
  const isKnown = workspace.packages === now.workspace.packages && ![...changed].some(mayDeclare(manifestPath));
  const manifest = isKnown ? now.manifest : await readManifest(tree, workspace, manifestPath);
  const links = asBefore(now.links, await readLinks(tree));
  const isSame = ({ dockerfile }: Service) =>
    now.dockerfiles.has(dockerfile) && !changed.has(dockerfile) && !changed.has(behindLinks(links, dockerfile));
  const same = manifest.services.every(isSame);
  const dockerfiles = same ? now.dockerfiles : await readDockerfiles(tree, manifest, links);
  return { manifest, workspace, tree, links, dockerfiles };
}

function mayDeclare(manifestPath = usualManifest): (path: string) => boolean {
  return (path) => path === manifestPath || path.endsWith("Dockerfile");
}

function asBefore(before: Links, links: Links): Links {
  return before.size === links.size && [...links].every(([path, to]) => before.get(path) === to) ? before : links;
}

/** Then what goes into an image differs in the contents of its files at most. */
export function describedAlike(a: Snapshot, b: Snapshot): boolean {
  return (
    a.manifest === b.manifest && a.workspace === b.workspace && a.links === b.links && a.dockerfiles === b.dockerfiles
  );
}

async function readManifest(tree: Tree, workspace: Workspace, manifestPath?: string): Promise<Manifest> {
  const path = manifestPath ?? usualManifest;
  const text = (await tree.readTexts([path])).get(path);
  if (text !== undefined) return parseManifest(text, path);
  if (manifestPath) throw new DeployError("no-manifest", `manifest: ${manifestPath} does not exist`);
  return discoverManifest(workspace.packages.values(), tree.paths);
}

async function readDockerfiles(tree: Tree, { services }: Manifest, links: Links): Promise<Map<string, string>> {
  const files = new Map(services.map(({ dockerfile }) => [dockerfile, behindLinks(links, dockerfile)]));
  const texts = await tree.readTexts([...new Set(files.values())]);
  return new Map([...files].flatMap(([path, at]) => (texts.has(at) ? [[path, texts.get(at)!]] : [])));
}
