import type { Service } from "@cashsouk/deploy/manifest";
import type { LedgerHistory, PastRelease } from "@cashsouk/deploy/rollback";
import type { NewImage } from "@cashsouk/deploy/rollout";
import type { RolloutInputs } from "./inputs";

/** The images that are to run: those that were given, or an earlier release's as the ledger has them. */
export async function imagesToRun(
  ledger: LedgerHistory,
  { release, ledger: path, names, service, images, environment }: RolloutInputs,
  services: readonly Service[],
): Promise<ReadonlyMap<string, NewImage>> {
  if (!release || !path) return images;
  const { findReleases } = await import("@cashsouk/deploy/rollback");
  const all = isTogether({ release, names, service });
  const sought = { services: services.map(({ name }) => name), all, release, environment };
  const found = await findReleases(ledger, path, sought);
  return new Map([...found].map(([name, past]) => [name, imageOf(past)]));
}

/** Nobody has named the services that go back. */
export function isTogether({ release, names, service }: Pick<RolloutInputs, "release" | "names" | "service">): boolean {
  return release !== undefined && !service && names.length === 0;
}

/**
 * Where the images are those of a plan to go back, and no service is named, just theirs are meant: what was not planned is
 * neither moved nor judged.
 */
export function plannedServices({ release, names, service, images }: RolloutInputs, services: Service[]): Service[] {
  const isPlan = images.size > 0 && [...images.values()].every(({ since }) => since !== undefined);
  if (release || service || names.length > 0 || !isPlan) return services;
  return services.filter(({ name }) => images.has(name));
}

/** An entry of an image that was not built here has no key. */
function imageOf({ image, digest, key, dirty, commit, since, buildArgs, baseImages }: PastRelease): NewImage {
  return { image, digest, ...(key ? { key } : {}), dirty, commit, since, buildArgs, baseImages };
}
