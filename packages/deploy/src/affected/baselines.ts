import { DeployError } from "../error";
import { type Found, isId, reachCommit, reachMergeBase, type Repository } from "../git";
import type { Release } from "../release";
import type { Reason } from "./reasons";

/** Where the base comes from, decided by whoever knows the event and the inputs. */
export type BaseChoice =
  | { readonly kind: "released"; readonly releases: ReadonlyMap<string, Release> }
  | { readonly kind: "revision"; readonly revision: string }
  | { readonly kind: "merge-base"; readonly with: string; readonly head: string }
  | { readonly kind: "none"; readonly why: string };

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
      return { reason: { kind: "no-baseline", why: base.why } };
    case "revision":
      return toBaseline(knownName(base.revision, await reachCommit(repository, base.revision, { deepen })));
    case "merge-base":
      return toBaseline(await reachMergeBase(repository, [base.head, base.with], { deepen }));
    default:
      return base satisfies never;
  }
}

/** An id may have become unreachable, which affects everything; a name that nothing has is a mistake. */
function knownName(revision: string, found: Found): Found {
  if ("commit" in found || isId(revision)) return found;
  throw new DeployError("unknown-base", `base: ${found.missing}`, "Name a branch, a tag or a commit's whole id.");
}

function toBaseline(found: Found): Baseline {
  return "commit" in found ? found : { reason: { kind: "no-baseline", why: found.missing } };
}
