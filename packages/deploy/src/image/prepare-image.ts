import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { externalImages, frontend } from "../dockerfile";
import type { ImageSource, LaidInputs } from "./image-source";
import { contentKey } from "./key";

export interface Preparation {
  /** os/architecture of each. */
  readonly platforms: readonly string[];
  /** Over the source's own. */
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the image's making, as far as asked for: compression, attestations. */
  readonly making: Readonly<Record<string, string>>;
  /** What a base image's reference stands for. */
  readonly digestOf: (reference: string) => Promise<string>;
}

/** An image that is ready to be built, and known by the key of its content. */
export interface PreparedImage extends LaidInputs {
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Reference → digest. */
  readonly baseImages: ReadonlyMap<string, string>;
  /** The one of them that reads the Dockerfile. */
  readonly frontend: string | undefined;
  readonly key: string;
}

/** Lays an image's inputs into a folder that lives as long as `body` runs, and keys them. */
export async function withPreparedImage<T>(
  { platforms, digestOf, labels, making, ...given }: Preparation,
  source: ImageSource,
  body: (prepared: PreparedImage) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "context-"));
  try {
    const laid = await source.lay(folder, given.buildArgs);
    const { files, dockerfile } = laid;
    const buildArgs = { ...source.buildArgs, ...given.buildArgs };
    const baseImages = new Map<string, string>();
    for (const reference of externalImages(dockerfile.text, { buildArgs, platforms }))
      baseImages.set(reference, await digestOf(reference));
    const { target } = source;
    const key = contentKey({ files, dockerfile, target, buildArgs, baseImages, platforms, labels, making });
    return await body({ ...laid, buildArgs, baseImages, frontend: frontend(dockerfile.text, buildArgs), key });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
