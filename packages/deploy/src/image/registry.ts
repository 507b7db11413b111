import type {
  BatchGetImageCommandInput,
  BatchGetImageCommandOutput,
  GetAuthorizationTokenCommandInput,
  GetAuthorizationTokenCommandOutput,
  PutImageCommandInput,
  PutImageCommandOutput,
} from "@aws-sdk/client-ecr";
import { DeployError } from "../error";
import { imageBytes, manifestTypes, type RegistryLogin, type StoredImage, tagTaken } from "./registry-port";
import type { Tag } from "./tags";

/** What is needed of `ECR`; the SDK's client fits as it is. */
export interface EcrPort {
  getAuthorizationToken(input: GetAuthorizationTokenCommandInput): Promise<GetAuthorizationTokenCommandOutput>;
  batchGetImage(input: BatchGetImageCommandInput): Promise<BatchGetImageCommandOutput>;
  putImage(input: PutImageCommandInput): Promise<PutImageCommandOutput>;
}

/** A repository as ECR's calls name it. */
export interface Repository {
  readonly repositoryName: string;
  /** The account that holds it; absent: the caller's own. */
  readonly registryId?: string | undefined;
}

type ImageId = { readonly imageTag: string } | { readonly imageDigest: string };

/** A login that ECR gives for twelve hours. The host is the account's own registry. */
export async function ecrLogin(ecr: Pick<EcrPort, "getAuthorizationToken">): Promise<RegistryLogin> {
  const answer = await ecr.getAuthorizationToken({});
  const { authorizationToken, proxyEndpoint } = answer.authorizationData?.[0] ?? {};
  if (!authorizationToken || !proxyEndpoint)
    throw new DeployError("no-registry-login", "ECR gave no authorization token for this account");
  const [user = "", password = ""] = Buffer.from(authorizationToken, "base64").toString().split(/:(.*)/s);
  return { host: new URL(proxyEndpoint).host, user, password };
}

/** The image of a tag or digest; `undefined` when the repository has none. A missing repository is an error. */
export async function findImage(ecr: EcrPort, repository: Repository, id: ImageId): Promise<StoredImage | undefined> {
  const answer = await ask(ecr, repository, id).catch((cause: Error) => {
    if (cause.name !== "RepositoryNotFoundException") throw cause;
    throw new DeployError(
      "no-repository",
      `the registry has no repository "${repository.repositoryName}"`,
      "Create it, or name another by the input `repository`.",
      { cause },
    );
  });
  const image = answer.images?.[0];
  if (image?.imageId?.imageDigest && image.imageManifest)
    return {
      digest: image.imageId.imageDigest,
      manifest: image.imageManifest,
      mediaType: image.imageManifestMediaType,
      bytes: await imageBytes(image.imageManifest, async (imageDigest) => {
        const { images } = await ask(ecr, repository, { imageDigest });
        return images?.[0]?.imageManifest;
      }),
    };
  const failure = answer.failures?.find(({ failureCode }) => failureCode !== "ImageNotFound");
  if (failure) {
    const name = `${repository.repositoryName}${"imageTag" in id ? `:${id.imageTag}` : `@${id.imageDigest}`}`;
    throw new DeployError("registry-refused", `${name}: ${failure.failureCode}: ${failure.failureReason}`);
  }
  return undefined;
}

/** As a registry's `tag`. */
export async function tagImage(
  ecr: EcrPort,
  repository: Repository,
  image: StoredImage,
  { name: imageTag, fixed }: Tag,
): Promise<void> {
  const tag = `${repository.repositoryName}:${imageTag}`;
  const present = await findImage(ecr, repository, { imageTag });
  if (present?.digest === image.digest) return;
  // Tags of a repository move, unless it was made otherwise.
  if (present && fixed) throw tagTaken({ tag, fixed, present: present.digest, wanted: image.digest });
  await ecr
    .putImage({
      ...repository,
      imageManifest: image.manifest,
      // ECR refuses a manifest of another digest: what is tagged is that image, byte by byte.
      imageDigest: image.digest,
      imageTag,
      imageManifestMediaType: image.mediaType,
    })
    .catch(async (cause: Error) => {
      // Another run may have set the same tag to the same image meanwhile; ECR calls both cases an error.
      if (!/^Image(Tag)?AlreadyExistsException$/.test(cause.name)) throw cause;
      const now = await findImage(ecr, repository, { imageTag });
      if (now?.digest === image.digest) return;
      throw tagTaken({ tag, fixed, present: now?.digest, wanted: image.digest, cause });
    });
}

function ask(ecr: EcrPort, repository: Repository, id: ImageId): Promise<BatchGetImageCommandOutput> {
  return ecr.batchGetImage({ ...repository, imageIds: [id], acceptedMediaTypes: manifestTypes });
}
