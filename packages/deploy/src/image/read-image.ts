import type { DescribeImagesCommandInput, DescribeImagesCommandOutput } from "@aws-sdk/client-ecr";
import { DeployError } from "../error";
import type { BuiltImage } from "./built-image";
import { parseReference } from "./reference";
import type { EcrPort } from "./registry";
import { repositoryAt } from "./spare";

export interface ImageReader extends Pick<EcrPort, "getAuthorizationToken"> {
  describeImages(input: DescribeImagesCommandInput): Promise<DescribeImagesCommandOutput>;
}

export interface ImageInEcr {
  readonly built: BuiltImage;
  /** The commits that have this content, in no order; of a dirty image the one that it differs from. */
  readonly commits: readonly string[];
}

/** What build-push said of an image when it pushed it, read back from the tags that it has in ECR. */
export async function readImage(ecr: ImageReader, image: string): Promise<ImageInEcr> {
  const reference = parseReference(image);
  const repository = reference && (await repositoryAt(ecr, reference));
  if (!reference || !repository)
    throw new DeployError("not-in-ecr", `image: want an image in ECR by its digest, got "${image}"`);
  const { name, digest } = reference;
  const { imageDetails = [] } = await ecr
    .describeImages({ ...repository, imageIds: [{ imageDigest: digest }] })
    .catch((cause: Error) => {
      if (!/^(Image|Repository)NotFoundException$/.test(cause.name)) throw cause;
      throw new DeployError("image-missing", `image: the repository ${name} holds no ${digest}`, undefined, { cause });
    });
  const { imageTags: tags = [], imageSizeInBytes: bytes = 0 } = imageDetails[0] ?? {};
  const [key] = match(tags, /^key-([0-9a-f]{64})$/);
  const clean = match(tags, /^([0-9a-f]{40}|[0-9a-f]{64})$/);
  const commits = clean.length > 0 ? clean : match(tags, /^([0-9a-f]{40}|[0-9a-f]{64})-dirty-/);
  if (!key || commits.length === 0)
    throw new DeployError(
      "not-built-by-us",
      `image: the tags of ${name}@${digest.slice(0, 19)} tell no ${key ? "commit" : "key"}: ${tags.join(", ") || "it has none"}`,
      "build-push tags what it builds by content key and commit; without both a release can't be recorded.",
    );
  return { built: { image, digest, key, dirty: clean.length === 0, tags, reused: true, bytes, seconds: 0 }, commits };
}

function match(tags: readonly string[], pattern: RegExp): string[] {
  return tags.flatMap((tag) => pattern.exec(tag)?.[1] ?? []);
}
