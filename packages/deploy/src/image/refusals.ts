import { DeployError } from "../error";
import type { Builder } from "./builder";
import type { ImageSource } from "./image-source";
import type { Wishes } from "./wishes";

// Loaded where a run is refused, before anything is read or built.

/** What was asked for by name, and the builder can't. */
export function cannotBe(vain: readonly (keyof Wishes)[], wishes: Wishes, { full, title }: Builder): DeployError {
  const names: Record<keyof Wishes, string> = {
    platforms: `an image for ${wishes.platforms?.join(" and ")}`,
    compression: `an image compressed by ${wishes.compression}`,
    provenance: "a provenance attestation",
    sbom: "an SBOM attestation",
    cache: "a cache in the registry",
  };
  const why = full ? "goes with `push: true` alone: an engine can't keep it" : `can't be made by ${title}`;
  return new DeployError(
    "builder-cannot",
    vain.map((name) => `${name}: ${names[name]} ${why}`).join("\n"),
    full ? undefined : "Run docker/setup-buildx-action before this step: its builder can.",
  );
}

/** One image's tag would be taken from it by another one's. */
export function wouldShare(tag: string, sources: readonly ImageSource[], repository: string): DeployError {
  const names = sources.map(({ name }) => name).join(", ");
  return new DeployError(
    "shared-repository",
    `repository: want {service} in it, got "${repository}": there ${names} would share the tag ${tag}`,
  );
}
