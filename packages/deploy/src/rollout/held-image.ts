import { whyFailed } from "../aws-fault";
import { DeployError } from "../error";
import { ecrRepository } from "./ecr-repository";
import type { RolloutTools } from "./ports";

interface Wanted {
  readonly service: string;
  readonly image: string;
  readonly definition: string;
  /** It was pushed there: a release, or build-push's. What is not may be a pull-through cache's, which fetches it when it is pulled. */
  readonly isOurs: boolean;
}

/**
 * Refuses an image by its digest that ECR does not hold any more, before anything is moved: no task of it would start.
 * Gives why that could not be told; `undefined`: it is there.
 */
export async function requireHeld(
  tools: Pick<RolloutTools, "ecr" | "ecrIn">,
  { service, image, definition, isOurs }: Wanted,
): Promise<string | undefined> {
  // Loaded where it is needed, and without what builds images.
  const { parseReference } = await import("../image/in-ecr");
  const reference = parseReference(image);
  if (!reference) return "it names no digest in a registry";
  const { name, digest } = reference;
  const found = await ecrRepository(tools, { ...reference, definition });
  if ("unknown" in found) return found.unknown;
  const { findImage } = await import("../image/in-ecr");
  try {
    if (await findImage(found.ecr, found.repository, { imageDigest: digest })) return undefined;
  } catch (error) {
    if (!(error instanceof DeployError) || error.code !== "no-repository") return whyFailed(error);
  }
  if (!isOurs) return `${name} does not hold it, unless it is a pull-through cache's`;
  throw new DeployError(
    "image-missing",
    `${service}: the repository ${name} holds no ${digest}: it has expired or was deleted, and no task of it would start`,
    "Name a release whose image is still there, or build its commit again and deploy that.",
  );
}
