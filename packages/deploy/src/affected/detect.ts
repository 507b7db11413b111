import { DeployError } from "../error";
import { copiedSources, readSnapshot, readSnapshotBefore, type Snapshot, usualManifest } from "../content";
import {
  type Changes,
  changesBetween,
  changesSince,
  commitTree,
  listedPath,
  reachCommit,
  readCompared,
  type Repository,
  type Tree,
  treeBefore,
} from "../git";
import type { Service } from "../manifest";
import { eachText } from "../workspace";
import { affectedServices, type Comparison } from "./affected-services";
import type { Release } from "../release";
import { writtenOtherwise } from "./attributes";
import { besideInputs } from "./beside-inputs";
import type { BuildOutside, Making } from "./build-reasons";
import type { BaseChoice } from "./baseline";
import { findBaselines } from "./baselines";
import type { Reason } from "./reasons";
import { unmatchedEntries, unusedDockerfiles } from "./unmatched";

export interface DetectOptions {
  readonly base: BaseChoice;
  /** A revision; the working tree where it is absent. */
  readonly head?: string;
  readonly manifest?: string;
  readonly deepen: boolean;
  /** Compared with what each service was released with; only with the base `released`. */
  readonly outside?: BuildOutside;
  /** Told what in the inputs or the manifest can't be meant as it is. */
  readonly warn?: (line: string) => void;
}

/** What is known of one service: affected for these reasons, or the same as at its base. */
export interface Finding {
  readonly service: Service;
  readonly reasons: readonly Reason[];
  /** The commit that it was compared with; absent where there was none. */
  readonly base?: string;
  /** Addresses that its Dockerfile takes from, where nobody asked whether the same is still there. */
  readonly unasked?: readonly string[];
}

/** Compares each service with its base. */
export async function detectAffected(repository: Repository, options: DetectOptions): Promise<Finding[]> {
  const { outside = {}, warn, deepen } = options;
  const { tree, since, commit: at } = await readHead(repository, options);
  const manifest = options.manifest && listedPath(repository, options.manifest);
  const head = await readSnapshot(tree, manifest);
  const names = head.manifest.services.map(({ name }) => name);
  const base = at && options.base.kind === "merge-base" ? { ...options.base, head: at } : options.base;
  const baselines = await findBaselines(repository, names, { base, deepen });
  // Services released together share a base: each base is read once.
  const compare = eachText(async (commit): Promise<Comparison> => {
    const changes = await since(commit);
    const otherwise = await writtenOtherwise(repository, { base: commit, head: at, paths: () => tree.paths, changes });
    const changed = new Set([...changes.keys(), ...otherwise]);
    const before = treeBefore(repository, tree, changes);
    const snapshot = await readBase(() => readSnapshotBefore(head, { tree: before, changed, manifest }));
    if (!(snapshot instanceof DeployError)) return { kind: "base", snapshot, changed };
    const why = `the repository at ${commit.slice(0, 12)} can't be read: ${snapshot.message}`;
    return { kind: "none", reason: { kind: "not-comparable", why } };
  });
  const comparisons = new Map<string, Comparison>();
  for (const [name, baseline] of baselines)
    comparisons.set(name, "reason" in baseline ? { kind: "none", ...baseline } : await compare(baseline.commit));
  const bases = [...comparisons.values()].flatMap((one) => (one.kind === "base" ? [one.snapshot] : []));
  for (const line of unmatchedEntries(head, [...new Set(bases)])) warn?.(`${manifest ?? usualManifest}: ${line}`);
  for (const line of unusedDockerfiles(head)) warn?.(line);
  const reasons = affectedServices(head, comparisons, outside.args);
  const unchanged = head.manifest.services.flatMap((service) => {
    const comparison = comparisons.get(service.name);
    return comparison?.kind === "base" && reasons.get(service.name)?.length === 0 ? [{ service, ...comparison }] : [];
  });
  for (const [name, beside] of await besideInputs(head, unchanged, outside.args)) reasons.set(name, beside);
  const releases = base.kind === "released" ? base.releases : new Map<string, Release>();
  const others = otherNames(releases, names);
  if (others) warn?.(others);
  const findings: Finding[] = [];
  for (const service of head.manifest.services) {
    const baseline = baselines.get(service.name);
    const commit = baseline && "commit" in baseline ? baseline.commit : undefined;
    const release = commit && releases.get(service.name);
    const { unknown, open } = copiedSources(head, service, outside.args ?? {});
    const untold = commit ? unknownSources(service, unknown) : [];
    const dockerfile = head.dockerfiles.get(service.dockerfile) ?? "";
    const built = release ? await reasonsSince(release, service, outside, { dockerfile, open }) : [];
    const unasked = open.length > 0 && !(release && outside.digestOf) ? { unasked: open } : {};
    findings.push({
      service,
      reasons: [...(reasons.get(service.name) ?? []), ...untold, ...built],
      ...(commit ? { base: commit } : {}),
      ...unasked,
    });
  }
  if (base.kind === "revision" && findings.every(({ reasons }) => reasons.length === 0)) {
    const { comparedWithItself } = await import("./shared-baseline");
    const line = await comparedWithItself(repository, base.revision, { bases: findings.map((one) => one.base), at });
    if (line) warn?.(line);
  }
  return findings;
}

/** Loaded where there is a release to compare with. */
async function reasonsSince(
  release: Release,
  service: Service,
  outside: BuildOutside,
  making: Making,
): Promise<Reason[]> {
  const { buildReasons } = await import("./build-reasons");
  return buildReasons(release, service, outside, making);
}

/** Where the ledger knows none of the services, each run would build them all, and call them new. */
function otherNames(releases: ReadonlyMap<string, Release>, names: readonly string[]): string | undefined {
  if (releases.size === 0 || names.some((name) => releases.has(name))) return undefined;
  const recorded = [...releases.keys()].sort().join(", ");
  return `the ledger has releases of ${recorded}, and none of what is a service here (${names.join(", ")}): call them alike, by services.json or ecs-rollout's \`service\``;
}

/** What the Dockerfile copies is told by a variable that nobody here knows. */
function unknownSources({ dockerfile }: Service, unknown: readonly string[]): Reason[] {
  return unknown.map((source) => ({ kind: "unknown-source", dockerfile, source }));
}

interface Head {
  readonly tree: Tree;
  /** What differs from a commit. */
  readonly since: (commit: string) => Promise<Changes>;
  /** Absent where it is the working tree. */
  readonly commit?: string;
}

/** The working tree, or the revision that is named. */
async function readHead(
  repository: Repository,
  { head: revision, deepen }: Pick<DetectOptions, "head" | "deepen">,
): Promise<Head> {
  if (revision === undefined) {
    const { tree, state } = await readCompared(repository);
    return { tree, since: (commit) => changesSince(repository, commit, state) };
  }
  const found = await reachCommit(repository, revision, { deepen });
  if ("missing" in found)
    throw new DeployError("unknown-head", `head: ${found.missing}`, "Name a branch, a tag or a commit's whole id.");
  const { commit } = found;
  const since = (base: string) => changesBetween(repository, base, commit);
  return { tree: await commitTree(repository, commit), since, commit };
}

async function readBase(read: () => Promise<Snapshot>): Promise<Snapshot | DeployError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DeployError && error.code !== "git-failed" && error.code !== "cancelled") return error;
    throw error;
  }
}
