import type { Clock } from "../clock";
import { DeployError, describeError } from "../error";
import type { Log } from "../log";
import { pickServices, type Service } from "../manifest";
import { buildImage } from "./build";
import type { BuiltImage } from "./built-image";
import { type Docker, localDigest, resolveDigest, withDocker } from "./docker";
import { ecrStore } from "./ecr-store";
import { localStore } from "./local-store";
import { inParallel } from "./parallel";
import { type Preparation, type PreparedImage, withPreparedImage } from "./prepare-image";
import type { EcrPort } from "./registry";
import type { Source } from "./source";
import type { ImageStore } from "./store";
import { fillTags, keyTag } from "./tags";

export interface BuildImagesOptions {
  /** Names from the manifest; absent: all. */
  readonly services?: readonly string[];
  /** The registry's host where it is not what ECR names itself. */
  readonly registry?: string;
  /** The repository's name, with `{service}` in it. */
  readonly repository: string;
  readonly tags: readonly string[];
  /** Over the manifest's own. */
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Secret id → file. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly network?: string;
  readonly parallel: number;
  /** Take an image that is there already under the same key. */
  readonly reuse: boolean;
}

export interface BuildImagesPorts {
  /** Absent: images stay on this machine. */
  readonly ecr?: EcrPort;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal?: AbortSignal;
}

/** What would become of a service's image. */
export type PlannedImage =
  | { readonly kind: "held"; readonly key: string; readonly reference: string }
  | { readonly kind: "to-build"; readonly key: string; readonly files: number; readonly dirty: boolean }
  /** The key depends on a base image that is not on this machine. */
  | { readonly kind: "unknown"; readonly why: string };

interface Job extends Preparation {
  readonly docker: Docker;
  readonly store: ImageStore;
  readonly options: BuildImagesOptions;
  readonly ports: BuildImagesPorts;
}

/** Builds the services' images and keeps them, or takes those that are there already. Service → image. */
export async function buildImages(
  source: Source,
  options: BuildImagesOptions,
  ports: BuildImagesPorts,
): Promise<Map<string, BuiltImage>> {
  return forEachService(source, options, ports, { digestOf: resolveDigest, work: produce });
}

/** Keys the services' images and looks which are there already. Builds, pulls and tags nothing. */
export async function planImages(
  source: Source,
  options: BuildImagesOptions,
  ports: BuildImagesPorts,
): Promise<Map<string, PlannedImage>> {
  return forEachService(source, options, ports, { digestOf: digestHere, work: plan });
}

interface Way<T> {
  readonly digestOf: (docker: Docker, reference: string) => Promise<string>;
  readonly work: (job: Job, service: Service) => Promise<T>;
}

async function forEachService<T>(
  source: Source,
  options: BuildImagesOptions,
  ports: BuildImagesPorts,
  { digestOf, work }: Way<T>,
): Promise<Map<string, T>> {
  const { manifest } = source.snapshot;
  const services = options.services ? pickServices(manifest, options.services) : manifest.services;
  if (services.length === 0) return new Map();
  return withDocker(ports.signal, async (docker) => {
    const store = ports.ecr ? await ecrStore(docker, ports.ecr, options.registry) : localStore(docker);
    const { platform } = docker;
    const { buildArgs } = options;
    const ofEach = onceEach((reference) => digestOf(docker, reference));
    const job: Job = { source, platform, buildArgs, digestOf: ofEach, docker, store, options, ports };
    const { results, failures } = await inParallel(services, options.parallel, (service) => work(job, service));
    if (failures.length > 0) throw oneFailure(failures);
    return new Map(results.map((result, index) => [services[index]!.name, result]));
  });
}

async function produce(job: Job, service: Service): Promise<BuiltImage> {
  const { clock, log } = job.ports;
  const startedAt = clock.now();
  const seconds = () => Math.round((clock.now() - startedAt) / 100) / 10;
  const say = (line: string) => log.info(`${service.name} ${seconds().toFixed(1)} s: ${line}`);
  const built = await withPreparedImage(job, service, (prepared) => produceFrom(job, service, prepared, say));
  const how = built.reused ? "reused" : job.ports.ecr ? "pushed" : "built";
  say(`${how} ${built.image}, tagged ${built.tags.join(", ")}`);
  return { ...built, seconds: seconds() };
}

async function produceFrom(
  { docker, store, options, source, platform }: Job,
  service: Service,
  { key, dirty, files, context, buildArgs }: PreparedImage,
  say: (line: string) => void,
): Promise<Omit<BuiltImage, "seconds">> {
  const repository = repositoryOf(options, service);
  const tags = fillTags(options.tags, { commit: source.commit, dirty, key });
  say(`${files} files, key ${key.slice(0, 12)}${dirty ? ", differs from the commit" : ""}`);
  const held = options.reuse ? await store.find(repository, key) : undefined;
  const build = {
    service: service.name,
    context,
    dockerfile: service.dockerfile,
    image: store.name(repository, key),
    key,
    buildArgs,
    platform,
    secrets: options.secrets,
    ...(options.network ? { network: options.network } : {}),
    onLine: say,
  };
  if (!held) await buildImage(docker, build);
  const kept = held ?? (await store.keep(repository, build));
  for (const tag of tags) await kept.tag(tag);
  const { reference: image, digest, bytes } = kept;
  return { image, digest, key, dirty, tags: [...tags, keyTag(key)], reused: held !== undefined, bytes };
}

async function plan(job: Job, service: Service): Promise<PlannedImage> {
  try {
    return await withPreparedImage(job, service, async ({ key, files, dirty }) => {
      const held = job.options.reuse ? await job.store.find(repositoryOf(job.options, service), key) : undefined;
      return held ? { kind: "held", key, reference: held.reference } : { kind: "to-build", key, files, dirty };
    });
  } catch (error) {
    if (error instanceof DeployError && error.code === "not-here") return { kind: "unknown", why: error.message };
    throw error;
  }
}

async function digestHere(docker: Docker, reference: string): Promise<string> {
  const digest = await localDigest(docker, reference);
  if (digest) return digest;
  throw new DeployError("not-here", `its base image ${reference} is not on this machine, so its key is not known yet`);
}

function repositoryOf({ repository }: BuildImagesOptions, { name }: Service): string {
  return repository.replaceAll("{service}", name);
}

function onceEach<T>(act: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (name) => {
    const promise = known.get(name) ?? act(name);
    known.set(name, promise);
    return promise;
  };
}

function oneFailure(failures: readonly unknown[]): unknown {
  if (failures.length === 1 || !failures.every((failure) => failure instanceof DeployError)) return failures[0];
  return new DeployError("build-failed", failures.map(describeError).join("\n\n"), undefined, { cause: failures[0] });
}
