import { type Comparison, affectedServices } from "../affected";
import { readSnapshot, type Snapshot } from "../content";
import { DeployError } from "../error";
import { changedFiles, commitTree, type Repository, resolveCommit, workingTree } from "../git";

/** What images are built from: the working tree, and how it differs from its commit. */
export interface Source {
  readonly repository: Repository;
  readonly snapshot: Snapshot;
  readonly commit: string;
  /** Services of which some input differs from the commit. */
  readonly dirty: ReadonlySet<string>;
}

export async function readSource(repository: Repository, manifest?: string): Promise<Source> {
  const commit = await resolveCommit(repository, "HEAD");
  if (!commit) throw new DeployError("no-commit", `the repository in ${repository.folder} has no commit yet`);
  const snapshot = await readSnapshot(await workingTree(repository), manifest);
  const names = snapshot.manifest.services.map(({ name }) => name);
  const changed = await changedFiles(repository, commit);
  // Dirty is "affected since HEAD": one rule says what belongs to an image.
  if (changed.size === 0) return { repository, snapshot, commit, dirty: new Set() };
  const comparison = await compareWithCommit(repository, { commit, changed, manifest });
  const reasons = affectedServices(snapshot, new Map(names.map((name) => [name, comparison])));
  return { repository, snapshot, commit, dirty: new Set(names.filter((name) => reasons.get(name)?.length)) };
}

async function compareWithCommit(
  repository: Repository,
  { commit, changed, manifest }: { commit: string; changed: ReadonlySet<string>; manifest: string | undefined },
): Promise<Comparison> {
  try {
    return { kind: "base", snapshot: await readSnapshot(await commitTree(repository, commit), manifest), changed };
  } catch (error) {
    // A commit whose own files can't be read is not what the working tree, which can be read, holds.
    if (error instanceof DeployError && error.code !== "git-failed" && error.code !== "cancelled")
      return { kind: "none", reason: { kind: "not-comparable", why: error.message } };
    throw error;
  }
}
