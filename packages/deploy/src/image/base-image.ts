import { systemClock } from "../clock";
import { isAddress } from "../dockerfile";
import { DeployError } from "../error";
import { contentOf } from "./address-content";
import { asksRegistryAlone } from "./builder";
import type { Docker } from "./docker";

const pullMs = 600_000;

/** os/architecture of each that an image is taken for. */
type Platforms = ReadonlySet<string>;

/**
 * The digest that a base image's reference stands for, where the builder will look for it: a builder with a store of its
 * own asks the registry, the engine takes what it has for these platforms (by default its own) and pulls what it has not.
 * Of an address, what is there.
 */
export async function resolveDigest(docker: Docker, reference: string, platforms?: Platforms): Promise<string> {
  if (isAddress(reference)) return contentOf(reference, { clock: systemClock, signal: docker.signal });
  const known = await lookUp(docker, reference, platforms);
  if ("digest" in known) return known.digest;
  if (asksRegistryAlone(docker.builder)) throw noBaseImage(reference, known.why);
  const pull = (...platform: string[]) => docker.run(["pull", "--quiet", ...platform, reference], { limitMs: pullMs });
  const { missing = docker.platform } = known;
  const other = missing === docker.platform ? undefined : await pull("--platform", missing);
  // An image that is no index is built from whatever its platform.
  const pulled = other?.code === 0 ? other : await pull();
  const here = pulled.code === 0 ? await localImage(docker, reference) : undefined;
  if (here) return here.digest;
  throw noBaseImage(reference, pulled.stderr);
}

/** The same without bringing anything to this machine: `undefined` where that leaves it open. */
export async function digestWithoutPull(
  docker: Docker,
  reference: string,
  platforms?: Platforms,
): Promise<string | undefined> {
  if (isAddress(reference)) return undefined;
  const known = await lookUp(docker, reference, platforms);
  return "digest" in known ? known.digest : undefined;
}

/** `missing`: a platform for which the engine has no such image. */
type Known = { readonly digest: string } | { readonly why: string; readonly missing?: string | undefined };

async function lookUp(docker: Docker, reference: string, platforms: Platforms = new Set()): Promise<Known> {
  const pinned = pinnedDigest(reference);
  if (pinned) return { digest: pinned };
  const { full } = docker.builder;
  const here = asksRegistryAlone(docker.builder) ? undefined : await localImage(docker, reference);
  // The old store holds one platform's image; containerd's an index, whose other images the engine fetches.
  const wanted = platforms.size > 0 ? [...platforms] : [docker.platform];
  const missing = wanted.find((platform) => !here?.isFor(platform));
  if (here && (full || missing === undefined)) return here;
  return full ? registryDigest(docker, reference) : { why: "", missing };
}

interface LocalImage {
  readonly digest: string;
  readonly isFor: (platform: string) => boolean;
}

async function localImage(docker: Docker, reference: string): Promise<LocalImage | undefined> {
  const result = await docker.run(["image", "inspect", "--format", "{{json .}}", reference]);
  if (result.code !== 0) return undefined;
  const { Id, RepoDigests, Os, Architecture, Variant } = JSON.parse(result.stdout.toString()) as EngineImage;
  // The registry's digest is the same on every machine; an image that was only built here has none.
  // Other repositories' digests of it say nothing: they come and go with pushes.
  const repository = repositoryOf(reference);
  const own = RepoDigests?.find((digest) => digest.startsWith(`${repository}@`));
  return {
    digest: own?.slice(repository.length + 1) ?? Id,
    isFor(platform) {
      const [os, architecture, variant = Variant] = platform.split("/");
      return os === Os && architecture === Architecture && variant === Variant;
    },
  };
}

interface EngineImage {
  readonly Id: string;
  readonly RepoDigests?: readonly string[] | null;
  readonly Os: string;
  readonly Architecture: string;
  readonly Variant?: string;
}

/** What holds a build to the digests that its key covers, though a tag may move meanwhile. */
export function pinnedContexts({
  baseImages,
  contexts,
}: {
  readonly baseImages: ReadonlyMap<string, string>;
  readonly contexts: readonly string[];
}): string[] {
  return contexts
    .filter((reference) => !pinnedDigest(reference))
    .map((reference) => `${reference}=docker-image://${pinnedImage(reference, baseImages.get(reference)!)}`);
}

/** The image that a reference stood for when its digest was read. */
export function pinnedImage(reference: string, digest: string): string {
  return pinnedDigest(reference) ? reference : `${repositoryOf(reference)}@${digest}`;
}

async function registryDigest(docker: Docker, reference: string): Promise<Known> {
  const args = ["buildx", "imagetools", "inspect", "--format", "{{json .Manifest}}", reference];
  const { code, stdout, stderr } = await docker.run(args);
  if (code !== 0) return { why: stderr };
  const { digest } = JSON.parse(stdout.toString()) as { digest?: string };
  return digest ? { digest } : { why: "its manifest names no digest" };
}

function pinnedDigest(reference: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
}

/** A reference without its tag. */
export function repositoryOf(reference: string): string {
  return reference.replace(/:[^:/]+$/, "");
}

function noBaseImage(reference: string, why: string): DeployError {
  const reason = why.trim() || "no reason given";
  return new DeployError(
    "no-base-image",
    `the base image ${reference} is neither on this machine nor can it be pulled: ${reason}`,
  );
}
