import { isAddress } from "../dockerfile";
import { DeployError } from "../error";
import { eachText } from "../workspace";
import { digestWithoutPull, resolveDigest } from "./base-image";
import type { Build } from "./build-command";
import type { BuiltImage } from "./built-image";
import { type Docker, withDocker } from "./docker";
import type { ImageSource } from "./image-source";
import type { BuildImagesOptions, BuildImagesPorts, ImageReport, PlannedImage, ProducedReport } from "./options";
import { inParallel } from "./parallel";
import { type Preparation, type PreparedImage, withPreparedImage } from "./prepare-image";
import { registryStore } from "./registry-store";
import type { ImageStore } from "./store";
import { fillTags, keyTag, movingTag } from "./tags";
import { inVain, keyedWishes, type Means, meansFor } from "./wishes";

interface Job extends Preparation {
  readonly docker: Docker;
  readonly store: ImageStore;
  readonly remote: ImageStore | undefined;
  readonly pushes: boolean;
  readonly means: Means;
  readonly options: BuildImagesOptions;
  readonly ports: BuildImagesPorts;
}

/** Builds images and keeps them, or takes those that are there already. */
export async function buildImages(
  sources: readonly ImageSource[],
  options: BuildImagesOptions,
  ports: BuildImagesPorts,
): Promise<ImageReport> {
  const { images, notes: all } = await forEachImage(sources, options, ports, {
    digestOf: resolveDigest,
    work: produce,
  });
  // What the builder left out is of interest where it built something.
  const notes = [...images.values()].some(({ built }) => !built.reused) ? all : [];
  for (const note of notes) ports.log.info(note);
  return { images, notes };
}

/** Keys the images and looks which are there already. Builds, pulls and tags nothing. Name → plan. */
export async function planImages(
  sources: readonly ImageSource[],
  options: BuildImagesOptions,
  ports: BuildImagesPorts,
): Promise<Map<string, PlannedImage>> {
  return (await forEachImage(sources, options, ports, { digestOf: digestHere, work: plan })).images;
}

interface Way<T> {
  readonly digestOf: typeof resolveDigest;
  readonly work: (job: Job, source: ImageSource) => Promise<T>;
}

async function forEachImage<T>(
  sources: readonly ImageSource[],
  options: BuildImagesOptions,
  ports: BuildImagesPorts,
  { digestOf, work }: Way<T>,
): Promise<{ readonly images: Map<string, T>; readonly notes: readonly string[] }> {
  if (sources.length === 0) return { images: new Map(), notes: [] };
  const shared = sharedTag(sources, options);
  if (shared !== undefined) throw (await import("./refusals")).wouldShare(shared, sources, options.repository);
  const { registry, signal } = ports;
  const login = await registry?.logIn();
  return withDocker({ signal, host: login?.login?.host }, async (docker) => {
    const { wishes = {}, buildArgs, labels = {} } = options;
    const remote = registry && login && registryStore(docker, registry, login);
    const pushed = options.push === false ? undefined : remote;
    const place = { builder: docker.builder, push: pushed !== undefined };
    const vain = inVain(wishes, place);
    if (vain.length > 0) throw (await import("./refusals")).cannotBe(vain, wishes, docker.builder);
    const means = meansFor(wishes, place);
    const isPlain = place.push && !docker.builder.full;
    const notes = isPlain ? (await import("./push-by-tag")).leftOut(wishes, docker.builder) : [];
    // Somewhere else than where images stay a cache is only read.
    if (remote && !pushed) await remote.open();
    const known = eachText(async (text) => {
      const [reference, ...takenFor] = JSON.parse(text) as [string, ...string[]];
      if (remote && reference.startsWith(`${remote.host}/`)) await remote.open();
      return digestOf(docker, reference, new Set(takenFor));
    });
    const job: Job = {
      // As docker takes it where none is asked for.
      platforms: wishes.platforms?.length
        ? wishes.platforms
        : [process.env["DOCKER_DEFAULT_PLATFORM"] || docker.platform],
      builder: docker.platform,
      buildArgs,
      labels,
      making: keyedWishes(wishes),
      digestOf: (reference, takenFor = new Set()) => known(JSON.stringify([reference, ...takenFor])),
      docker,
      store: pushed ?? (await import("./local-store")).localStore(docker),
      remote,
      pushes: pushed !== undefined,
      means,
      options,
      ports,
    };
    const { results, failures } = await inParallel(sources, options.parallel, (source) => work(job, source));
    if (failures.length > 0) throw (await import("./failures")).oneFailure(failures);
    return { images: new Map(results.map((result, index) => [sources[index]!.name, result])), notes };
  });
}

async function produce(job: Job, source: ImageSource): Promise<ProducedReport> {
  const { clock, log } = job.ports;
  const startedAt = clock.now();
  const seconds = () => Math.round((clock.now() - startedAt) / 100) / 10;
  const say = (line: string) => log.info(`${source.name} ${seconds().toFixed(1)} s: ${line}`);
  const report = await withPreparedImage(job, source, (prepared) => produceFrom(job, source, prepared, say));
  const { image, reused, tags } = report.built;
  say(`${reused ? "reused" : job.pushes ? "pushed" : "built"} ${image}, tagged ${tags.join(", ")}`);
  return { ...report, built: { ...report.built, seconds: seconds() } };
}

async function produceFrom(
  job: Job,
  source: ImageSource,
  prepared: PreparedImage,
  say: (line: string) => void,
): Promise<Omit<ProducedReport, "built"> & { built: BuiltImage }> {
  const { store, options } = job;
  const { key, dirty, files, dockerfile, buildArgs, baseImages, unknown } = prepared;
  const covered = { buildArgs, baseImages: Object.fromEntries(baseImages) };
  const repository = repositoryOf(options, source);
  const tags = fillTags(options.tags, { commit: source.commit, dirty, key });
  say(`${files.length} files, key ${key.slice(0, 12)}${dirty ? ", differs from the commit" : ""}`);
  for (const one of unknown)
    job.ports.log.warning(
      `${source.name}: ${dockerfile.name} takes ${one}, and what that is only the build knows: each commit gets an image of its own`,
    );
  const held = options.reuse ? await store.find(repository, key) : undefined;
  const made = held ? undefined : await store.produce(repository, describeBuild(job, source, prepared, say));
  const image = held ?? made!.image;
  for (const tag of tags) await image.tag(tag);
  const { reference, digest, bytes } = image;
  const names = [...tags.map(({ name }) => name), keyTag(key)];
  const reused = held !== undefined || made!.taken;
  return {
    built: { image: reference, digest, key, dirty, ...covered, tags: names, reused, bytes, seconds: 0 },
    why: {
      place: job.pushes ? "registry" : "engine",
      kind: held ? "held" : made!.taken ? "taken" : options.reuse ? "new" : "wanted",
    },
    metadata: made?.metadata,
  };
}

function describeBuild(
  { store, remote = store, pushes, options, platforms, labels, means }: Job,
  source: ImageSource,
  prepared: PreparedImage,
  onLine: (line: string) => void,
): Build {
  const repository = repositoryOf(options, source);
  const moving = movingTag(options.tags);
  return {
    ...prepared,
    service: source.name,
    dockerfile: prepared.dockerfile.path,
    target: source.target,
    image: store.name(repository, keyTag(prepared.key)),
    labels,
    platforms,
    secrets: options.secrets,
    network: options.network,
    means,
    cache: {
      registry: remote.name(cacheRepository(options), source.name),
      inline: moving && remote.name(repository, moving),
      write: pushes,
    },
    onLine,
  };
}

async function plan(job: Job, source: ImageSource): Promise<PlannedImage> {
  try {
    return await withPreparedImage(job, source, async ({ key, files, dirty }) => {
      const held = job.options.reuse ? await job.store.find(repositoryOf(job.options, source), key) : undefined;
      if (held) return { kind: "held", key, reference: held.reference };
      return { kind: "to-build", key, files: files.length, dirty };
    });
  } catch (error) {
    if (error instanceof DeployError && error.code === "not-here") return { kind: "unknown", why: error.message };
    throw error;
  }
}

async function digestHere(docker: Docker, reference: string, takenFor?: ReadonlySet<string>): Promise<string> {
  const digest = await digestWithoutPull(docker, reference, takenFor);
  if (digest) return digest;
  const what = isAddress(reference)
    ? `what is at ${reference} was not asked for`
    : `the image ${reference}, which it is built from or read by, is ${where(docker)}`;
  throw new DeployError("not-here", `${what}, so its key is not known yet`);
}

function where({ builder: { full, driver } }: Docker): string {
  if (!full) return "not on this machine";
  return driver === "docker" ? "neither on this machine nor in its registry" : "not in its registry";
}

/** A tag by which one image would take another one's. */
function sharedTag(sources: readonly ImageSource[], { repository, tags }: BuildImagesOptions): string | undefined {
  return sources.length === 1 || repository.includes("{service}")
    ? undefined
    : tags.find((tag) => !tag.includes("{key}"));
}

function repositoryOf(
  { repository }: Pick<BuildImagesOptions, "repository">,
  { name }: Pick<ImageSource, "name">,
): string {
  return repository.replaceAll("{service}", name);
}

function cacheRepository({ cacheRepository: given, repository }: BuildImagesOptions): string {
  const ofAll = repositoryOf({ repository }, { name: "cache" });
  return given ?? (ofAll === repository ? `${repository}-cache` : ofAll);
}
