import { reachCommit, type Repository } from "../git";
import { eachText } from "../workspace";
import { type BaseChoice, type Baseline, toBaseline } from "./baseline";
import type { Reason } from "./reasons";

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
  const reach = eachText((commit) => reachCommit(repository, commit, { deepen }));
  const baselines = new Map<string, Baseline>();
  for (const service of services) {
    const release = base.releases.get(service);
    if (!release || release.dirty) {
      const reason: Reason = release ? { kind: "dirty-release", commit: release.commit } : { kind: "never-released" };
      baselines.set(service, { reason });
      continue;
    }
    baselines.set(service, toBaseline(await reach(release.commit)));
  }
  return baselines;
}
