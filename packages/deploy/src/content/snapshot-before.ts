import type { Tree } from "../git";
import type { Service } from "../manifest";
import { readWorkspaceBefore } from "../workspace";
import { behindLinks, type Links, readLinks } from "./links";
import { readDockerfiles, readManifest, type Snapshot, usualManifest } from "./snapshot";

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
