import { type Environment, shortName } from "../environment";
import { DeployError } from "../error";
import { ecrAccount } from "./ecr-host";
import { type ImageReference, parseReference } from "./reference";
import { type EcrPort, ecrLogin, findImage, type Repository, tagImage } from "./registry";

/**
 * The tag that spares what an environment runs from the registry's "keep ten" (cloudformation/registry.yaml). The
 * number is that of the task definition's revision: ECS never gives one twice, not even after deleting the family
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/delete-task-definition-v2.html), while a parameter that
 * was deleted counts from 1 again and would meet its old, immovable tags.
 */
export function releasedTag(environment: Environment, revision: number): string {
  return `released-${shortName(environment)}-${revision}`;
}

/**
 * Tags the image of a reference (host/repository@digest) where it lies in ECR. Gives what kept it from that when this
 * is nobody's fault: another kind of registry, or a reference that names no digest and so may mean something else now.
 */
export async function tagInEcr(ecr: EcrPort, image: string, tag: string): Promise<{ readonly skipped?: string }> {
  const reference = parseReference(image);
  if (!reference) return { skipped: `${image} names no digest in a registry` };
  const { host, name, digest: imageDigest } = reference;
  const repository = await repositoryAt(ecr, reference);
  if (!repository) return { skipped: `${host} is not ECR` };
  const stored = await findImage(ecr, repository, { imageDigest });
  if (!stored) throw new DeployError("image-missing", `the repository ${name} holds no ${imageDigest}`);
  await tagImage(ecr, repository, stored, { name: tag, fixed: true });
  return {};
}

/** The repository as ECR's calls name it; `undefined` where the reference leads to another kind of registry. */
export async function repositoryAt(
  ecr: Pick<EcrPort, "getAuthorizationToken">,
  { host, name: repositoryName }: Pick<ImageReference, "host" | "name">,
): Promise<Repository | undefined> {
  const account = ecrAccount(host);
  if (account) return { repositoryName, registryId: account };
  // Behind another endpoint ECR has another name, which its login tells. Who may not log in has no image there.
  const own = await ecrLogin(ecr).catch(() => undefined);
  return own?.host === host ? { repositoryName } : undefined;
}
