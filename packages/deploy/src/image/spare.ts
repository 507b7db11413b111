import { DeployError } from "../error";
import { type EcrPort, ecrLogin, findImage, type Repository, tagImage } from "./registry";

const reference = /^(?<host>[^/]+)\/(?<name>[^:@]+)(:[^@]+)?@(?<digest>sha256:\w+)$/;
/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html, and the dual-stack and FIPS endpoints' names */
const ecrHost = /^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\./;

/**
 * Tags the image of a reference (host/repository@digest) where it lies in ECR. Gives what kept it from that when this
 * is nobody's fault: another kind of registry, or a reference that names no digest and so may mean something else now.
 */
export async function tagInEcr(ecr: EcrPort, image: string, tag: string): Promise<{ readonly skipped?: string }> {
  const { host = "", name = "", digest: imageDigest = "" } = reference.exec(image)?.groups ?? {};
  if (!imageDigest) return { skipped: `${image} names no digest in a registry` };
  const repository = await repositoryAt(ecr, host, name);
  if (!repository) return { skipped: `${host} is not ECR` };
  const stored = await findImage(ecr, repository, { imageDigest });
  if (!stored) throw new DeployError("image-missing", `the repository ${name} holds no ${imageDigest}`);
  await tagImage(ecr, repository, stored, tag);
  return {};
}

async function repositoryAt(ecr: EcrPort, host: string, repositoryName: string): Promise<Repository | undefined> {
  const { account } = ecrHost.exec(host)?.groups ?? {};
  if (account) return { repositoryName, registryId: account };
  // Behind another endpoint ECR has another name, which its login tells. Who may not log in has no image there.
  const own = await ecrLogin(ecr).catch(() => undefined);
  return own?.host === host ? { repositoryName } : undefined;
}
