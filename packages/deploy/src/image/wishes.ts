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
}

interface Place {
  readonly builder: Builder;
  readonly push: boolean;
}

/** What somebody asked for by name, and the builder can't. */
export function inVain(wishes: Wishes, { builder, push }: Place): (keyof Wishes)[] {
  const { platforms = [], cache, compression, provenance, sbom } = wishes;
  const asked: Record<keyof Wishes, boolean> = {
    platforms: platforms.length > 1,
    compression: compression !== undefined && compression !== "gzip",
    provenance: isAsked(provenance),
    sbom: isAsked(sbom),
    cache: cache === "registry",
  };
  const can = (name: keyof Wishes) => builder.full && (push || name === "cache");
  return (Object.keys(asked) as (keyof Wishes)[]).filter((name) => asked[name] && !can(name));
}

/** What is done, where nothing was asked for in vain. */
export function meansFor({ cache, compression, provenance, sbom }: Wishes, { builder, push }: Place): Means {
  const pushing = builder.full && push;
  return {
    // An image that stays here has the engine's own cache.
    cache: cache ?? (push ? (builder.full ? "registry" : "inline") : "none"),
    cacheMayFail: cache === undefined,
    compression,
    provenance: pushing ? (provenance ?? "true") : "false",
    sbom: pushing ? (sbom ?? "false") : "false",
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
