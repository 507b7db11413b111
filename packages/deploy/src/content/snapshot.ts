import { DeployError } from "../error";
import type { Tree } from "../git";
import { discoverManifest, type Manifest, parseManifest, type Service } from "../manifest";
import {
  describingFiles,
  type FollowedTree,
  followLinks,
  packageOrProblem,
  readWorkspace,
  type Workspace,
} from "../workspace";

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
  const snapshot = { manifest, isDeclared, workspace, tree, dockerfiles };
  const problems = manifest.services.flatMap((service) => missingOf(snapshot, service));
  if (problems.length === 0) return snapshot;
  throw new DeployError(
    "invalid-manifest",
    `${manifestPath ?? usualManifest} names what is not there:\n${problems.join("\n")}`,
  );
}

/** What a service names and is not there: it would change for nobody. */
function missingOf({ workspace, dockerfiles }: Snapshot, { name, package: place, dockerfile }: Service): string[] {
  const found = packageOrProblem(workspace, place, dockerfile);
  const problems = [
    typeof found === "string" && `package: ${found}`,
    !dockerfiles.has(dockerfile) && `dockerfile: there is no file ${dockerfile}`,
  ];
  return problems.filter(Boolean).map((problem) => `- ${name}: ${problem}`);
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
