import { addresses, contextImages, externalImages, frontend } from "../dockerfile";
import type { ImageSource, LaidInputs } from "./image-source";
import { contentKey } from "./key";
import { withTemporaryFolder } from "../process";

export interface Preparation {
  /** os/architecture of each. */
  readonly platforms: readonly string[];
  /** The same of what builds. */
  readonly builder?: string;
  /** Over the source's own. */
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the image's making, as far as asked for: compression, attestations. */
  readonly making: Readonly<Record<string, string>>;
  /** What a base image's reference stands for, taken for these platforms; without any, for that of what builds. */
  readonly digestOf: (reference: string, platforms?: ReadonlySet<string>) => Promise<string>;
}

/** An image that is ready to be built, and known by the key of its content. */
export interface PreparedImage extends LaidInputs {
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Reference → digest; of an address that `ADD` takes from, what is there. */
  readonly baseImages: ReadonlyMap<string, string>;
  /** Those of them that named contexts hold to their digests. */
  readonly contexts: readonly string[];
  /** The one of them that reads the Dockerfile. */
  readonly frontend: string | undefined;
  /** What the Dockerfile takes though nothing says before the build what it is: another commit's image is another one. */
  readonly unknown: readonly string[];
  /** Some input differs from the commit. */
  readonly dirty: boolean;
  readonly key: string;
}

/** A step may be another one on another machine, whatever platform it is for; which machine runs a stage makes none. */
const asksForBuilder = /^(?!\s*FROM\s).*\bBUILD(?:PLATFORM|OS|ARCH|VARIANT)\b/im;

/** Lays an image's inputs into a folder that lives as long as `body` runs, and keys them. */
export async function withPreparedImage<T>(
  { platforms, builder, digestOf, labels, making, ...given }: Preparation,
  source: ImageSource,
  body: (prepared: PreparedImage) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder("context", async (folder) => {
    const laid = await source.lay(folder, given.buildArgs);
    const dirty = await source.isDirty(given.buildArgs);
    const { files, dockerfile } = laid;
    const buildArgs = { ...source.buildArgs, ...given.buildArgs };
    const baseImages = new Map<string, string>();
    const { target, commit } = source;
    const settings = { buildArgs, platforms, target, builder };
    const { open, unknown } = addresses(dockerfile.text, settings);
    const stageImages = externalImages(dockerfile.text, settings);
    const reader = frontend(dockerfile.text, buildArgs);
    for (const [reference, takenFor] of stageImages) baseImages.set(reference, await digestOf(reference, takenFor));
    for (const reference of [...(reader ? [reader] : []), ...open])
      baseImages.set(reference, await digestOf(reference));
    const isCross = platforms.some((platform) => platform !== (builder ?? platform));
    const made = {
      ...making,
      ...(unknown.length > 0 ? { commit } : {}),
      ...(isCross && asksForBuilder.test(dockerfile.text) ? { builder } : {}),
    };
    const key = contentKey({ files, dockerfile, target, buildArgs, baseImages, platforms, labels, making: made });
    return body({
      ...laid,
      dirty,
      buildArgs,
      baseImages,
      contexts: contextImages(dockerfile.text, [...stageImages.keys()]),
      frontend: reader,
      unknown,
      key,
    });
  });
}
