import { whyFailed } from "../aws-fault";
import { DeployError } from "../error";
import { ecrRepository } from "./ecr-repository";
import type { RolloutTools } from "./ports";
import type { NewImage } from "./types";

/** An image that was given, as it is to stand in the task definition. */
export interface PinnedImage {
  readonly image: string;
  /** Why it could not be told which digest its tag names now; `undefined`: it stands there by its digest. */
  readonly movable?: string;
  /** It was found in its registry just now. */
  readonly found?: true;
}

/**
 * The image by its digest. A tag is no content: the same name may stand for another image than the tasks run, so a
 * definition that holds it says nothing of what is running.
 */
export async function pinImage(
  tools: Pick<RolloutTools, "ecr" | "ecrIn">,
  { image, digest }: NewImage,
  { service, definition }: { readonly service: string; readonly definition: string },
): Promise<PinnedImage> {
  if (image.includes("@")) return { image };
  const { host, name, tag = "latest" } = byTag.exec(image)?.groups ?? {};
  if (digest) return { image: `${image.replace(/:[^:/]+$/, "")}@${digest}` };
  if (!host || !name) return { image, movable: `${image} names no registry` };
  const found = await digestInEcr(tools, { host, name, tag, definition }).catch((error: unknown) => {
    if (error instanceof DeployError) throw error;
    return { unknown: whyFailed(error) };
  });
  if ("unknown" in found) return { image, movable: found.unknown };
  if (!found.digest)
    throw new DeployError("image-missing", `images: ${service}: the repository ${name} holds no image tagged ${tag}`);
  return { image: `${host}/${name}@${found.digest}`, found: true };
}

/** host/repository:tag; the tag may be left out. */
const byTag = /^(?<host>[^/]+)\/(?<name>[^:@]+)(:(?<tag>[^:@/]+))?$/;

async function digestInEcr(
  tools: Pick<RolloutTools, "ecr" | "ecrIn">,
  { tag, ...place }: Parameters<typeof ecrRepository>[1] & { readonly tag: string },
): Promise<{ readonly digest: string | undefined } | { readonly unknown: string }> {
  const found = await ecrRepository(tools, place);
  if ("unknown" in found) return found;
  const { findImage } = await import("../image/in-ecr");
  return { digest: (await findImage(found.ecr, found.repository, { imageTag: tag }))?.digest };
}
