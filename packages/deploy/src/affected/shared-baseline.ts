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
import { type BaseChoice, type Baseline, type MergeBase, toBaseline } from "./baseline";

/** Loaded where it is asked for: each service's own release needs nothing of it. */
export async function sharedBaseline(
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

/** Was the commit that is looked at compared with itself, where nothing differs? Then that is told. */
export async function comparedWithItself(
  repository: Repository,
  revision: string,
  { bases, at }: { readonly bases: readonly (string | undefined)[]; readonly at: string | undefined },
): Promise<string | undefined> {
  const looked = at ?? (await resolveCommit(repository, "HEAD"));
  if (looked === undefined || !bases.includes(looked)) return undefined;
  return `base: ${revision} is the commit that is looked at, so that nothing can differ from it`;
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

function short(commit: string): string {
  return commit.slice(0, 12);
}

function noBaseline(why: string): Baseline {
  return toBaseline({ missing: why });
}

/** An id may have become unreachable, which affects everything; a name that nothing has is a mistake. */
function knownName(revision: string, found: Found): Found {
  if ("commit" in found || isId(revision)) return found;
  throw new DeployError("unknown-base", `base: ${found.missing}`, "Name a branch, a tag or a commit's whole id.");
}
