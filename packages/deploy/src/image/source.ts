import { imageInputs, readSnapshot, type Snapshot } from "../content";
import { DeployError } from "../error";
import { changedFiles, commitTree, listedPath, type Repository, resolveCommit, workingTree } from "../git";
import type { Service } from "../manifest";
import { canonical, sliceFiles } from "../workspace";

type BuildArgs = Readonly<Record<string, string>>;

/** What images are built from: the working tree, and how it differs from its commit. */
export interface Source {
  readonly repository: Repository;
  readonly snapshot: Snapshot;
  readonly commit: string;
  /** Does some input of the service's image differ from the commit? `given`: build arguments over the service's own. */
  readonly isDirty: (service: Service, given: BuildArgs) => Promise<boolean>;
}

export async function readSource(repository: Repository, manifestPath?: string): Promise<Source> {
  const manifest = manifestPath && listedPath(repository, manifestPath);
  const commit = await resolveCommit(repository, "HEAD");
  if (!commit) throw new DeployError("no-commit", `the repository in ${repository.folder} has no commit yet`);
  const snapshot = await readSnapshot(await workingTree(repository), manifest);
  const changed = await changedFiles(repository, commit);
  const isChanged = changed.size > 0;
  const readBefore = async () => readSnapshot(await commitTree(repository, commit), manifest);
  const before = isChanged ? await orUnreadable(readBefore) : undefined;
  const isDirty: Source["isDirty"] = async (service, given) =>
    isChanged && (!before || differs(service, given, { before, snapshot, changed }));
  return { repository, snapshot, commit, isDirty };
}

interface States {
  readonly before: Snapshot;
  readonly snapshot: Snapshot;
  readonly changed: ReadonlySet<string>;
}

/** Does what goes into a service's image differ? */
async function differs(service: Service, given: BuildArgs, { before, snapshot, changed }: States): Promise<boolean> {
  const former = before.manifest.services.find(({ name }) => name === service.name);
  const then = former && (await readInputs(before, former, given));
  const now = await readInputs(snapshot, service, given);
  if (!then || !now || then.said !== now.said) return true;
  const isOther = (path: string) => changed.has(path) || then.files.has(path) !== now.files.has(path);
  return [...then.files.keys(), ...now.files.keys()].some(isOther);
}

function readInputs(snapshot: Snapshot, service: Service, given: BuildArgs) {
  return orUnreadable(() => {
    const { files, slice, dockerfile, buildArgs } = imageInputs(snapshot, service, given);
    return { files, said: canonical([[...sliceFiles(slice)], dockerfile, buildArgs]) };
  });
}

/** A commit whose own files can't be read is not what the working tree holds; where that can't be read, the build says so. */
async function orUnreadable<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DeployError && error.code !== "git-failed" && error.code !== "cancelled") return undefined;
    throw error;
  }
}
