import { givenFrontend } from "../dockerfile";
import { pinnedContexts, pinnedImage } from "./base-image";
import { asksRegistryAlone, type Builder } from "./builder";
import type { Means } from "./wishes";

/** What a build is made of, as docker is told. */
export interface BuildCommand {
  readonly context: string;
  /** The Dockerfile's path on this machine. */
  readonly dockerfile: string;
  readonly target?: string | undefined;
  /** repository:tag */
  readonly image: string;
  readonly key: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly baseImages: ReadonlyMap<string, string>;
  /** Those of them that named contexts hold to their digests. */
  readonly contexts: readonly string[];
  /** The one of them that reads the Dockerfile. */
  readonly frontend?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  /** Secret id → file. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly network?: string | undefined;
  readonly means: Means;
  readonly cache: CachePlaces;
}

/** One build: a staged folder becomes an image of that name, on this machine or in the registry. */
export interface Build extends BuildCommand {
  readonly service: string;
  readonly onLine: (line: string) => void;
}

/** BuildKit's own description of what it built: digests, descriptor, materials. */
export type BuildMetadata = Readonly<Record<string, unknown>>;

interface CachePlaces {
  /** repository:tag that holds nothing but cache. */
  readonly registry: string;
  /** An earlier image, which carries its own cache. */
  readonly inline?: string | undefined;
  readonly write: boolean;
}

export interface Output {
  /** buildx's own words for what it pushes; absent: the image goes into this machine's engine. */
  readonly push?: string | undefined;
  readonly metadataFile?: string;
}

export function buildCommand(builder: Builder, build: BuildCommand, output: Output): string[] {
  const buildArgs = { ...build.buildArgs, ...heldFrontend(builder, build), RELEASE: build.key };
  const labels = { ...build.labels, "org.cashsouk.key": build.key };
  return [
    ...(builder.kind === "buildx" ? buildxOptions(builder, build, output) : ["build"]),
    ...["--progress", "plain", "--platform", build.platforms.join(","), "--file", build.dockerfile],
    ...(output.push ? [] : ["--tag", build.image]),
    ...(build.target ? ["--target", build.target] : []),
    ...(build.network ? ["--network", build.network] : []),
    ...options("--label", labels),
    ...options("--build-arg", buildArgs),
    ...Object.entries(build.secrets).flatMap(([id, file]) => ["--secret", `id=${id},src=${file}`]),
    ...cacheOptions(builder, build),
    build.context,
  ];
}

function buildxOptions(
  builder: Builder,
  { means, network, ...build }: BuildCommand,
  { push, metadataFile }: Output,
): string[] {
  return [
    "buildx",
    "build",
    ...(push ? ["--output", push] : ["--load"]),
    // What is loaded is one image: attestations would make an index of it.
    ...[`--provenance=${means.provenance}`, `--sbom=${means.sbom}`],
    ...(metadataFile ? ["--metadata-file", metadataFile] : []),
    ...(network === "host" ? ["--allow", "network.host"] : []),
    ...(asksRegistryAlone(builder) ? pinnedContexts(build).flatMap((context) => ["--build-context", context]) : []),
  ];
}

/** https://docs.docker.com/build/cache/backends/registry/ · …/inline/ */
function cacheOptions(builder: Builder, { means, cache }: BuildCommand): string[] {
  if (means.cache === "none") return [];
  if (means.cache === "registry") {
    const ignore = means.cacheMayFail ? ",ignore-error=true" : "";
    const to = `type=registry,ref=${cache.registry},mode=max,image-manifest=true,oci-mediatypes=true${ignore}`;
    return ["--cache-from", `type=registry,ref=${cache.registry}`, ...(cache.write ? ["--cache-to", to] : [])];
  }
  const write = builder.kind === "buildx" ? ["--cache-to", "type=inline"] : ["--build-arg", "BUILDKIT_INLINE_CACHE=1"];
  const from = builder.kind === "buildx" ? `type=registry,ref=${cache.inline}` : cache.inline;
  return [...(cache.inline ? ["--cache-from", from!] : []), ...(cache.write ? write : [])];
}

function options(name: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([key, value]) => [name, `${key}=${value}`]);
}

/** No named context stands for the image that reads the Dockerfile. Only where no digest but a registry's is looked for. */
function heldFrontend(builder: Builder, { frontend, baseImages }: BuildCommand): BuildCommand["buildArgs"] {
  const digest = frontend === undefined ? undefined : baseImages.get(frontend);
  return frontend && digest && asksRegistryAlone(builder) ? { [givenFrontend]: pinnedImage(frontend, digest) } : {};
}
