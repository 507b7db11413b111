import type { Tree } from "../git";
import { discoverManifest, type Service } from "../manifest";
import { readWorkspaceBefore } from "../workspace";
import { behindLinks, type Links, readLinks } from "./links";
import { placesOf, readDockerfiles, readManifest, type Snapshot, usualManifest } from "./snapshot";

/**
 * The snapshot of a tree that differs from a known one in these paths: what did not change is not read again, and is the
 * known one's object.
 */
export async function readSnapshotBefore(
  now: Snapshot,
  { tree, changed, manifest: manifestPath }: { tree: Tree; changed: ReadonlySet<string>; manifest: string | undefined },
): Promise<Snapshot> {
  const ofNow = now.isDeclared ? now.manifest : undefined;
  const declared = changed.has(manifestPath ?? usualManifest) ? await readManifest(tree, manifestPath) : ofNow;
  const workspace = await readWorkspaceBefore(now.workspace, tree, { changed, places: placesOf(declared) });
  const isFoundAgain =
    !now.isDeclared &&
    workspace.packages === now.workspace.packages &&
    ![...changed].some((path) => path.endsWith("Dockerfile"));
  const found = () => (isFoundAgain ? now.manifest : discoverManifest(workspace.packages.values(), tree.paths));
  const manifest = declared ?? found();
  const links = asBefore(now.links, await readLinks(tree));
  const isSame = ({ dockerfile }: Service) =>
    now.dockerfiles.has(dockerfile) && !changed.has(dockerfile) && !changed.has(behindLinks(links, dockerfile));
  const same = manifest.services.every(isSame);
  const dockerfiles = same ? now.dockerfiles : await readDockerfiles(tree, manifest, links);
  return { manifest, isDeclared: declared !== undefined, workspace, tree, links, dockerfiles };
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
