import { whyFailed } from "../aws-fault";
import { DeployError } from "../error";
import type { RolloutTools } from "./ports";

/**
 * Refuses an image by its digest that ECR does not hold any more, before anything is moved: no task of it would start.
 * Gives why that could not be told; `undefined`: it is there.
 */
export async function requireHeld(
  { ecr }: Pick<RolloutTools, "ecr">,
  service: string,
  image: string,
): Promise<string | undefined> {
  // Loaded where new tasks pull something, and without what builds images.
  const [{ parseReference }, { repositoryAt }, { findImage }] = await Promise.all([
    import("../image/reference"),
    import("../image/spare"),
    import("../image/registry"),
  ]);
  const reference = parseReference(image);
  if (!reference) return "it names no digest in a registry";
  const { host, name, digest } = reference;
  const repository = await repositoryAt(ecr, reference);
  if (!repository) return `${host} is not ECR`;
  try {
    if (await findImage(ecr, repository, { imageDigest: digest })) return undefined;
  } catch (error) {
    if (!(error instanceof DeployError) || error.code !== "no-repository") return whyFailed(error);
  }
  throw new DeployError(
    "image-missing",
    `${service}: the repository ${name} holds no ${digest}: it has expired or was deleted, and no task of it would start`,
    "Name a release whose image is still there, or build its commit again and deploy that.",
  );
}
