import { DeployError } from "../error";
import { changedFiles, commitTree, type Repository, resolveCommit, workingTree } from "../git";
import { readSnapshot, type Snapshot } from "../content";
import type { Service } from "../manifest";
import { affectedServices, type Comparison } from "./affected-services";
import { type BaseChoice, type Baseline, findBaselines } from "./baselines";
import type { Reason } from "./reasons";

export interface DetectOptions {
  readonly base: BaseChoice;
  /** A revision; the working tree where it is absent. */
  readonly head?: string;
  readonly manifest?: string;
  readonly deepen: boolean;
}

/** What is known of one service: affected for these reasons, or the same as at its base. */
export interface Finding {
  readonly service: Service;
  readonly reasons: readonly Reason[];
  /** The commit that it was compared with; absent where there was none. */
  readonly base?: string;
}

/** Compares each service with its base. */
export async function detectAffected(repository: Repository, options: DetectOptions): Promise<Finding[]> {
  const commit = options.head === undefined ? undefined : await headCommit(repository, options.head);
  const tree = commit ? await commitTree(repository, commit) : await workingTree(repository);
  const head = await readSnapshot(tree, options.manifest);
  const names = head.manifest.services.map(({ name }) => name);
  const baselines = await findBaselines(repository, names, options);
  const compare = comparer(repository, { head: commit, manifest: options.manifest });
  const comparisons = new Map<string, Comparison>();
  for (const [name, baseline] of baselines) comparisons.set(name, await compare(baseline));
  const reasons = affectedServices(head, comparisons);
  return head.manifest.services.map((service) => {
    const baseline = baselines.get(service.name);
    const base = baseline && "commit" in baseline ? { base: baseline.commit } : {};
    return { service, reasons: reasons.get(service.name) ?? [], ...base };
  });
}

async function headCommit(repository: Repository, head: string): Promise<string> {
  const commit = await resolveCommit(repository, head);
  if (commit) return commit;
  throw new DeployError("unknown-head", `head: this clone has no commit "${head}"`);
}

/** Services released together share a base: each base is read once. */
function comparer(repository: Repository, state: { head: string | undefined; manifest: string | undefined }) {
  const known = new Map<string, Promise<Comparison>>();
  return (baseline: Baseline): Promise<Comparison> => {
    if ("reason" in baseline) return Promise.resolve({ kind: "none", reason: baseline.reason });
    const comparison = known.get(baseline.commit) ?? compareWith(repository, baseline.commit, state);
    known.set(baseline.commit, comparison);
    return comparison;
  };
}

async function compareWith(
  repository: Repository,
  commit: string,
  { head, manifest }: { head: string | undefined; manifest: string | undefined },
): Promise<Comparison> {
  const snapshot = await readBase(repository, commit, manifest);
  if (snapshot instanceof DeployError) {
    const why = `the repository at ${commit.slice(0, 12)} can't be read: ${snapshot.message}`;
    return { kind: "none", reason: { kind: "not-comparable", why } };
  }
  return { kind: "base", snapshot, changed: await changedFiles(repository, commit, head) };
}

async function readBase(
  repository: Repository,
  commit: string,
  manifest: string | undefined,
): Promise<Snapshot | DeployError> {
  try {
    return await readSnapshot(await commitTree(repository, commit), manifest);
  } catch (error) {
    if (error instanceof DeployError && error.code !== "git-failed" && error.code !== "cancelled") return error;
    throw error;
  }
}
