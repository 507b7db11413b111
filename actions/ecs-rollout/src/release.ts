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
  const all = !service && names.length === 0;
  const sought = { services: services.map(({ name }) => name), all, release, environment };
  const found = await findReleases(ledger, path, sought);
  return new Map([...found].map(([name, past]) => [name, imageOf(past)]));
}

/** An entry of an image that was not built here has no key. */
function imageOf({ image, digest, key, dirty, commit, since, buildArgs, baseImages }: PastRelease): NewImage {
  return { image, digest, ...(key ? { key } : {}), dirty, commit, since, buildArgs, baseImages };
}
