import { type Found, reachCommit, type Repository } from "../git";
import type { Release } from "../release";
import type { Reason } from "./reasons";

/** Where the base comes from, decided by whoever knows the event and the inputs. */
export type BaseChoice =
  | { readonly kind: "released"; readonly releases: ReadonlyMap<string, Release> }
  | { readonly kind: "revision"; readonly revision: string }
  | MergeBase
  | { readonly kind: "none"; readonly why: string };

export interface MergeBase {
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
    const one = await (await import("./shared-baseline")).sharedBaseline(repository, base, deepen);
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

export function toBaseline(found: Found): Baseline {
  return "commit" in found ? found : { reason: { kind: "no-baseline", why: found.missing } };
}
