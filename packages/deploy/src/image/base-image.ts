import { systemClock } from "../clock";
import { isAddress } from "../dockerfile";
import { DeployError } from "../error";
import { contentOf } from "./address-content";
import { asksRegistryAlone } from "./builder";
import type { Docker } from "./docker";

const pullMs = 600_000;

/**
 * The digest that a base image's reference stands for, where the builder will look for it: a builder with a store of its
 * own asks the registry, the engine takes what it has and pulls what it has not. Of an address, what is there.
 */
export async function resolveDigest(docker: Docker, reference: string): Promise<string> {
  if (isAddress(reference)) return contentOf(reference, { clock: systemClock, signal: docker.signal });
  const known = await lookUp(docker, reference);
  if ("digest" in known) return known.digest;
  if (asksRegistryAlone(docker.builder)) throw noBaseImage(reference, known.why);
  const pulled = await docker.run(["pull", "--quiet", reference], { limitMs: pullMs });
  const digest = pulled.code === 0 ? await localDigest(docker, reference) : undefined;
  if (digest) return digest;
  throw noBaseImage(reference, pulled.stderr);
}

/** The same without bringing anything to this machine: `undefined` where that leaves it open. */
export async function digestWithoutPull(docker: Docker, reference: string): Promise<string | undefined> {
  if (isAddress(reference)) return undefined;
  const known = await lookUp(docker, reference);
  return "digest" in known ? known.digest : undefined;
}

type Known = { readonly digest: string } | { readonly why: string };

async function lookUp(docker: Docker, reference: string): Promise<Known> {
  const pinned = pinnedDigest(reference);
  if (pinned) return { digest: pinned };
  const inRegistry: Known = docker.builder.full ? await registryDigest(docker, reference) : { why: "" };
  if ("digest" in inRegistry || asksRegistryAlone(docker.builder)) return inRegistry;
  const digest = await localDigest(docker, reference);
  return digest ? { digest } : inRegistry;
}

async function localDigest(docker: Docker, reference: string): Promise<string | undefined> {
  const result = await docker.run(["image", "inspect", "--format", "{{json .}}", reference]);
  if (result.code !== 0) return undefined;
  const { Id, RepoDigests } = JSON.parse(result.stdout.toString()) as { Id: string; RepoDigests?: string[] | null };
  // The registry's digest is the same on every machine; an image that was only built here has none.
  // Other repositories' digests of it say nothing: they come and go with pushes.
  const repository = repositoryOf(reference);
  const own = RepoDigests?.find((digest) => digest.startsWith(`${repository}@`));
  return own?.slice(repository.length + 1) ?? Id;
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
