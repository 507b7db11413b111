import type { Clock } from "../clock";
import type { Log } from "../log";
import type { BuildMetadata } from "./build-command";
import type { BuiltImage } from "./built-image";
import type { Registry } from "./registry-port";
import type { Wishes } from "./wishes";

export interface BuildImagesOptions {
  /** The repository's name, with `{service}` in it where there are several images. */
  readonly repository: string;
  readonly tags: readonly string[];
  /** Over the source's own. */
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Secret id → file. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly network?: string | undefined;
  /** Absent: yes, where there is a registry. */
  readonly push?: boolean;
  readonly parallel: number;
  /** Take an image that is there already under the same key. */
  readonly reuse: boolean;
  readonly wishes?: Wishes;
  /** Where the registry's cache lies; absent: `repository` with "cache" for the service, or followed by "-cache". */
  readonly cacheRepository?: string | undefined;
}

export interface BuildImagesPorts {
  /** Absent: images stay on this machine. */
  readonly registry?: Registry;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal?: AbortSignal;
}

/** Why an image was built, or was not: its key was there, was there by the time of the push, was nowhere, was not asked for. */
export interface Why {
  readonly kind: "held" | "taken" | "new" | "wanted";
  readonly place: "registry" | "engine";
}

export interface ProducedReport {
  readonly built: BuiltImage;
  readonly why: Why;
  /** Of a build by buildx. */
  readonly metadata?: BuildMetadata | undefined;
}

export interface ImageReport {
  /** By the source's name. */
  readonly images: ReadonlyMap<string, ProducedReport>;
  /** What a usual step was left out for. */
  readonly notes: readonly string[];
}

/** What would become of an image. */
export type PlannedImage =
  | { readonly kind: "held"; readonly key: string; readonly reference: string }
  | { readonly kind: "to-build"; readonly key: string; readonly files: number; readonly dirty: boolean }
  /** The key depends on an image that is not where the builder looks for it, or on an address. */
  | { readonly kind: "unknown"; readonly why: string };
