import { DeployError } from "../error";
import {
  type Found,
  holdsCommit,
  isId,
  parentsOf,
  reachCommit,
  reachMergeBase,
  type Repository,
  resolveCommit,
} from "../git";
import type { Release } from "../release";
import type { Reason } from "./reasons";

/** Where the base comes from, decided by whoever knows the event and the inputs. */
export type BaseChoice =
  | { readonly kind: "released"; readonly releases: ReadonlyMap<string, Release> }
  | { readonly kind: "revision"; readonly revision: string }
  | MergeBase
  | { readonly kind: "none"; readonly why: string };

interface MergeBase {
  readonly kind: "merge-base";
  readonly with: string;
  readonly head: string;
  /** The last commit of the pull request that the head is taken for. */
  readonly proposed?: string;
  /** The head is to have commits of its own: without any, that nothing changed says nothing. */
  readonly apart?: true;
}

/** A service's base commit, or why it has none. */
export type Baseline = { readonly commit: string } | { readonly reason: Reason };

/** Each service's own base. `released` gives each the commit that it was last released from. */
export async function findBaselines(
  repository: Repository,
  services: readonly string[],
  options: { readonly base: BaseChoice; readonly deepen: boolean },
): Promise<Map<string, Baseline>> {
  const { base, deepen } = options;
  if (base.kind !== "released") {
    const one = await sharedBaseline(repository, base, deepen);
    return new Map(services.map((service) => [service, one]));
  }
  const reached = new Map<string, Found>();
  const baselines = new Map<string, Baseline>();
  for (const service of services) {
    const release = base.releases.get(service);
    if (!release || release.dirty) {
      const reason: Reason = release ? { kind: "dirty-release", commit: release.commit } : { kind: "never-released" };
      baselines.set(service, { reason });
      continue;
    }
    const found = reached.get(release.commit) ?? (await reachCommit(repository, release.commit, { deepen }));
    reached.set(release.commit, found);
    baselines.set(service, toBaseline(found));
  }
  return baselines;
}

async function sharedBaseline(
  repository: Repository,
  base: Exclude<BaseChoice, { kind: "released" }>,
  deepen: boolean,
): Promise<Baseline> {
  switch (base.kind) {
    case "none":
      return noBaseline(base.why);
    case "revision":
      return toBaseline(knownName(base.revision, await reachCommit(repository, base.revision, { deepen })));
    case "merge-base":
      return mergeBaseline(repository, base, deepen);
    default:
      return base satisfies never;
  }
}

async function mergeBaseline(repository: Repository, base: MergeBase, deepen: boolean): Promise<Baseline> {
  const { head, with: other, proposed, apart } = base;
  const at = await resolveCommit(repository, head);
  if (proposed && at) {
    const [merged, own, ...more] = await parentsOf(repository, at);
    // GitHub's own merge of the pull request: what it was merged with may be newer than the base that the event names.
    const exact =
      merged && own === proposed && more.length === 0 ? await reachCommit(repository, merged, { deepen }) : undefined;
    if (exact && "commit" in exact) return exact;
  }
  const found = await reachMergeBase(repository, [head, other], { deepen });
  if ("missing" in found) return toBaseline(found);
  if (!at) return found;
  if (proposed && !(await holdsCommit(repository, at, proposed)))
    return noBaseline(`${short(at)}, which is looked at, does not hold the pull request's commit ${short(proposed)}`);
  if (apart && found.commit === at)
    return noBaseline(`${short(at)}, which is looked at, is a commit of ${other} itself: it has nothing of its own`);
  return found;
}

function noBaseline(why: string): Baseline {
  return { reason: { kind: "no-baseline", why } };
}

function short(commit: string): string {
  return commit.slice(0, 12);
}

/** An id may have become unreachable, which affects everything; a name that nothing has is a mistake. */
function knownName(revision: string, found: Found): Found {
  if ("commit" in found || isId(revision)) return found;
  throw new DeployError("unknown-base", `base: ${found.missing}`, "Name a branch, a tag or a commit's whole id.");
}

function toBaseline(found: Found): Baseline {
  return "commit" in found ? found : noBaseline(found.missing);
}
