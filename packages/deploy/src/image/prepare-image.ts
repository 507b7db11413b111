import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { imageInputs } from "../content";
import { DeployError } from "../error";
import type { Service } from "../manifest";
import { externalImages } from "./dockerfile";
import { contentKey } from "./key";
import type { Source } from "./source";
import { stageContext } from "./stage";

export interface Preparation {
  readonly source: Source;
  /** os/architecture */
  readonly platform: string;
  /** Over the manifest's own. */
  readonly buildArgs: Readonly<Record<string, string>>;
  /** What a base image's reference stands for. */
  readonly digestOf: (reference: string) => Promise<string>;
}

/** An image that is ready to be built, and known by the key of its content. */
export interface PreparedImage {
  /** The folder that becomes the build context. */
  readonly context: string;
  readonly files: number;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly key: string;
  /** Some input differs from the commit. */
  readonly dirty: boolean;
}

/** Lays a service's inputs into a folder that lives as long as `body` runs, and keys them. */
export async function withPreparedImage<T>(
  { source, platform, digestOf, ...given }: Preparation,
  service: Service,
  body: (prepared: PreparedImage) => Promise<T>,
): Promise<T> {
  const context = await mkdtemp(join(tmpdir(), `context-${service.name}-`));
  try {
    const { dockerfile } = service;
    const inputs = imageInputs(source.snapshot, service);
    if (!inputs.files.has(dockerfile))
      throw new DeployError("no-dockerfile", `${service.name}: its Dockerfile ${dockerfile} does not exist`);
    const files = await stageContext(source.repository, inputs, context);
    const buildArgs = { ...service.buildArgs, ...given.buildArgs };
    const baseImages = new Map<string, string>();
    for (const reference of externalImages(await readFile(join(context, dockerfile), "utf8"), buildArgs))
      baseImages.set(reference, await digestOf(reference));
    const key = contentKey({ files, dockerfile, buildArgs, baseImages, platform });
    return await body({ context, files: files.length, buildArgs, key, dirty: source.dirty.has(service.name) });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}
