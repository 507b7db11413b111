import { DeployError } from "../error";
import type { Builder } from "./builder";

export type CacheKind = "registry" | "inline" | "none";
export type Compression = "gzip" | "zstd" | "estargz" | "uncompressed";

/** What somebody asked for; what is left out is the builder's best. */
export interface Wishes {
  /** os/architecture; empty: the builder's own. */
  readonly platforms?: readonly string[];
  readonly cache?: CacheKind | undefined;
  readonly compression?: Compression | undefined;
  /** An attestation's options (`true`, `mode=max`, `generator=…`), or `false`. */
  readonly provenance?: string | undefined;
  readonly sbom?: string | undefined;
}

/** What will be done. */
export interface Means {
  readonly cache: CacheKind;
  /** A cache that nobody asked for by name must not fail a build. */
  readonly cacheMayFail: boolean;
  readonly compression: Compression | undefined;
  readonly provenance: string;
  readonly sbom: string;
  /** What a usual step was left out for, for the log and the summary. */
  readonly notes: readonly string[];
}

interface Place {
  readonly builder: Builder;
  readonly push: boolean;
}

/** Holds what is asked for against what the builder can: asked for in vain is an error, a default left out is a note. */
export function meansFor(wishes: Wishes, { builder, push }: Place): Means {
  const { platforms = [], cache, compression, provenance, sbom } = wishes;
  const pushing = builder.full && push;
  const problems: string[] = [];
  const refuse = (name: string, what: string) =>
    problems.push(
      builder.full
        ? `${name}: ${what} goes with \`push: true\` alone: an engine can't keep it`
        : `${name}: ${what} can't be made by ${builder.title}`,
    );
  if (!pushing) {
    if (platforms.length > 1) refuse("platforms", `an image for ${platforms.join(" and ")}`);
    if (compression && compression !== "gzip") refuse("compression", `an image compressed by ${compression}`);
    if (isAsked(provenance)) refuse("provenance", "a provenance attestation");
    if (isAsked(sbom)) refuse("sbom", "an SBOM attestation");
  }
  if (cache === "registry" && !builder.full) refuse("cache", "a cache in the registry");
  if (problems.length > 0)
    throw new DeployError(
      "builder-cannot",
      problems.join("\n"),
      builder.full ? undefined : "Run docker/setup-buildx-action before this step: its builder can.",
    );
  const notes =
    push && !builder.full
      ? [
          ...(provenance === undefined ? [`No provenance: ${builder.title} makes no attestations.`] : []),
          ...(cache === undefined ? [`Inline cache instead of the registry's: ${builder.title} has no other.`] : []),
        ]
      : [];
  return {
    // An image that stays here has the engine's own cache.
    cache: cache ?? (push ? (builder.full ? "registry" : "inline") : "none"),
    cacheMayFail: cache === undefined,
    compression,
    provenance: pushing ? (provenance ?? "true") : "false",
    sbom: pushing ? (sbom ?? "false") : "false",
    notes,
  };
}

/** What was asked for by name and changes what the registry gets, as parts of the content key. */
export function keyedWishes({ compression, provenance, sbom }: Wishes): Record<string, string> {
  return {
    ...(compression && compression !== "gzip" ? { compression } : {}),
    ...(provenance ? { provenance } : {}),
    ...(isAsked(sbom) ? { sbom: sbom! } : {}),
  };
}

function isAsked(attestation: string | undefined): boolean {
  return attestation !== undefined && attestation !== "false";
}
