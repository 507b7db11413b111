import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../clock";
import { imageInputs } from "../content";
import { DeployError, describeError } from "../error";
import type { Log } from "../log";
import { pickServices, type Service } from "../manifest";
import { type Build, buildImage, pushImage } from "./build";
import type { BuiltImage } from "./built-image";
import { type Docker, logIn, resolveDigest, withDocker } from "./docker";
import { externalImages } from "./dockerfile";
import { contentKey } from "./key";
import { inParallel } from "./parallel";
import {
  type EcrPort,
  ecrLogin,
  findImage,
  type RegistryLogin,
  type Repository,
  type StoredImage,
  tagImage,
} from "./registry";
import type { Source } from "./source";
import { stageContext } from "./stage";
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
  /** Take an image that the registry holds under the same key. */
  readonly reuse: boolean;
}

export interface BuildImagesPorts {
  readonly ecr: EcrPort;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal?: AbortSignal;
}

interface Job {
  readonly docker: Docker;
  readonly source: Source;
  readonly options: BuildImagesOptions;
  readonly ports: BuildImagesPorts;
  readonly login: RegistryLogin;
  /** Each is done once for all services. */
  readonly loggedIn: () => Promise<void>;
  readonly digestOf: (reference: string) => Promise<string>;
}

/** Builds and pushes the services' images, or takes those that the registry holds already. Service → image. */
export async function buildImages(
  source: Source,
  options: BuildImagesOptions,
  ports: BuildImagesPorts,
): Promise<Map<string, BuiltImage>> {
  const { manifest } = source.snapshot;
  const services = options.services ? pickServices(manifest, options.services) : manifest.services;
  if (services.length === 0) return new Map();
  return withDocker(ports.signal, async (docker) => {
    const login = await ecrLogin(ports.ecr).then((given) => ({ ...given, host: options.registry ?? given.host }));
    const job: Job = {
      docker,
      source,
      options,
      ports,
      login,
      loggedIn: once(() => logIn(docker, login)),
      digestOf: onceEach((reference) => resolveDigest(docker, reference)),
    };
    const { results, failures } = await inParallel(services, options.parallel, (service) => produce(job, service));
    if (failures.length > 0) throw oneFailure(failures);
    return new Map(services.flatMap(({ name }) => results.filter(([built]) => built === name)));
  });
}

async function produce(job: Job, service: Service): Promise<[string, BuiltImage]> {
  const { clock, log } = job.ports;
  const startedAt = clock.now();
  const seconds = () => Math.round((clock.now() - startedAt) / 100) / 10;
  const say = (line: string) => log.info(`${service.name} ${seconds().toFixed(1)} s: ${line}`);
  const context = await mkdtemp(join(tmpdir(), `context-${service.name}-`));
  try {
    const built = await produceFrom(job, { service, context, say });
    say(`${built.reused ? "reused" : "pushed"} ${built.image}, tagged ${built.tags.join(", ")}`);
    return [service.name, { ...built, seconds: seconds() }];
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

interface Place {
  readonly service: Service;
  readonly context: string;
  readonly say: (line: string) => void;
}

async function produceFrom(job: Job, { service, context, say }: Place): Promise<Omit<BuiltImage, "seconds">> {
  const { docker, source, options, login } = job;
  const { ecr } = job.ports;
  const inputs = imageInputs(source.snapshot, service);
  if (!inputs.files.has(service.dockerfile))
    throw new DeployError("no-dockerfile", `${service.name}: its Dockerfile ${service.dockerfile} does not exist`);
  const files = await stageContext(source.repository, inputs, context);
  const buildArgs = { ...service.buildArgs, ...options.buildArgs };
  const baseImages = await readBaseImages(job, { dockerfile: join(context, service.dockerfile), buildArgs });
  const { platform } = docker;
  const key = contentKey({ files, dockerfile: service.dockerfile, buildArgs, baseImages, platform });
  const dirty = source.dirty.has(service.name);
  const tags = fillTags(options.tags, { commit: source.commit, dirty, key });
  const repositoryName = options.repository.replaceAll("{service}", service.name);
  const repository = { repositoryName };
  say(`${files.length} files, key ${key.slice(0, 12)}${dirty ? ", differs from the commit" : ""}`);

  const held = options.reuse ? await findImage(ecr, repository, { imageTag: keyTag(key) }) : undefined;
  const stored =
    held ??
    (await buildAndPush(job, repository, {
      service: service.name,
      context,
      dockerfile: service.dockerfile,
      image: `${login.host}/${repositoryName}:${keyTag(key)}`,
      key,
      buildArgs,
      platform,
      secrets: options.secrets,
      ...(options.network ? { network: options.network } : {}),
      onLine: say,
    }));
  for (const tag of tags) await tagImage(ecr, repository, stored, tag);
  return {
    image: `${login.host}/${repositoryName}@${stored.digest}`,
    digest: stored.digest,
    key,
    dirty,
    tags: [...tags, keyTag(key)],
    reused: held !== undefined,
    bytes: stored.bytes,
  };
}

async function buildAndPush(job: Job, repository: Repository, build: Build): Promise<StoredImage> {
  const find = () => findImage(job.ports.ecr, repository, { imageTag: keyTag(build.key) });
  await buildImage(job.docker, build);
  await job.loggedIn();
  const pushed = await pushImage(job.docker, build).catch(async (error: unknown) => {
    // Another run may have pushed the same content meanwhile: its tag can't move, and need not.
    const other = error instanceof DeployError && error.code === "push-failed" ? await find() : undefined;
    if (!other) throw error;
    build.onLine("another run pushed this key meanwhile; its image is taken");
    return other.digest;
  });
  const stored = await find();
  if (stored?.digest === pushed) return stored;
  throw new DeployError(
    "push-unconfirmed",
    `${build.service}: ${pushed} was pushed, but the registry answers ${stored?.digest ?? "nothing"} for ${build.image}`,
  );
}

async function readBaseImages(
  job: Job,
  { dockerfile, buildArgs }: { dockerfile: string; buildArgs: Readonly<Record<string, string>> },
): Promise<Map<string, string>> {
  const text = await readFile(dockerfile, "utf8");
  const digests = new Map<string, string>();
  for (const reference of externalImages(text, buildArgs)) digests.set(reference, await job.digestOf(reference));
  return digests;
}

function once<T>(act: () => Promise<T>): () => Promise<T> {
  let promise: Promise<T> | undefined;
  return () => (promise ??= act());
}

function onceEach<T>(act: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, () => Promise<T>>();
  return (name) => {
    const shared = known.get(name) ?? once(() => act(name));
    known.set(name, shared);
    return shared();
  };
}

function oneFailure(failures: readonly unknown[]): unknown {
  if (failures.length === 1 || !failures.every((failure) => failure instanceof DeployError)) return failures[0];
  return new DeployError("build-failed", failures.map(describeError).join("\n\n"), undefined, { cause: failures[0] });
}
