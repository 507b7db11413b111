import type { Tree } from "../git";
import { discoverManifest, type Service } from "../manifest";
import { canonical, followLinks, type Links, readWorkspaceBefore } from "../workspace";
import { placesOf, readDockerfiles, readManifest, type Snapshot, usualManifest } from "./snapshot";

/**
 * The snapshot of a tree that differs from a known one in these paths: what did not change is not read again, and is the
 * known one's object.
 */
export async function readSnapshotBefore(
  now: Snapshot,
  said: { tree: Tree; changed: ReadonlySet<string>; manifest: string | undefined },
): Promise<Snapshot> {
  const { manifest: manifestPath } = said;
  const read = await followLinks(said.tree);
  const states = [now.tree.links, read.links];
  const isChanged = changedAt(said.changed, states);
  const changed = new Set([...said.changed, ...states.flatMap(({ each }) => [...each.keys()].filter(isChanged))]);
  const tree = linkedAlike(now.tree.links, read.links) ? Object.assign(read, { links: now.tree.links }) : read;
  const ofNow = now.isDeclared ? now.manifest : undefined;
  const declared = isChanged(manifestPath ?? usualManifest) ? await readManifest(tree, manifestPath) : ofNow;
  const workspace = await readWorkspaceBefore(now.workspace, tree, { changed, places: placesOf(declared) });
  const isFoundAgain =
    !now.isDeclared &&
    workspace.packages === now.workspace.packages &&
    // Dockerfile, Containerfile: what is found once more for nothing is the same.
    ![...changed].some((path) => path.endsWith("file"));
  const found = () => (isFoundAgain ? now.manifest : discoverManifest(workspace.packages.values(), tree.paths));
  const manifest = declared ?? found();
  const isSame = ({ dockerfile }: Service) => now.dockerfiles.has(dockerfile) && !isChanged(dockerfile);
  const same = manifest.services.every(isSame);
  const dockerfiles = same ? now.dockerfiles : await readDockerfiles(tree, manifest);
  return { manifest, isDeclared: declared !== undefined, workspace, tree, dockerfiles };
}

/** Is what is read at a path another than in one of these states, by a change there or behind links? */
function changedAt(changed: ReadonlySet<string>, states: readonly Links[]): (path: string) => boolean {
  return (path) =>
    changed.has(path) ||
    states.some(({ follow }) => {
      const { passed, end = path } = follow(path);
      return [...passed, end].some((at) => changed.has(at));
    });
}

function linkedAlike({ each: a }: Links, { each: b }: Links): boolean {
  return canonical([...a].sort()) === canonical([...b].sort());
}

/** Then what goes into an image differs in the contents of its files at most. */
export function describedAlike(a: Snapshot, b: Snapshot): boolean {
  return (
    a.manifest === b.manifest &&
    a.workspace === b.workspace &&
    a.tree.links === b.tree.links &&
    a.dockerfiles === b.dockerfiles
  );
}
