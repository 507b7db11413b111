import { ECR } from "@aws-sdk/client-ecr";
import { afterEach, describe, expect, test } from "@jest/globals";
import { type AwsWire, fault, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { ecrLogin, findImage, tagImage } from "./registry";

let wire: AwsWire | undefined;
afterEach(() => wire?.close());

async function ecr(script: Script): Promise<ECR> {
  wire = await startAwsWire(script);
  return new ECR({ ...wire.config, maxAttempts: 1 });
}

const manifest = JSON.stringify({ config: { size: 10 }, layers: [{ size: 100 }, { size: 1000 }] });
const found = (imageDigest: string) => ({ images: [{ imageId: { imageDigest }, imageManifest: manifest }] });
const none = { images: [], failures: [{ failureCode: "ImageNotFound", failureReason: "Requested image not found" }] };
const repository = { repositoryName: "r" };
const moving = { name: "latest", fixed: false };
const fixed = { name: "t", fixed: true };
const image = { digest: "sha256:1", manifest, mediaType: undefined, bytes: 1110 };

test("the login is split at its first colon, and the host is ECR's own", async () => {
  const authorizationToken = Buffer.from("AWS:a:b").toString("base64");
  const client = await ecr({
    GetAuthorizationToken: [
      { authorizationData: [{ authorizationToken, proxyEndpoint: "https://1.dkr.ecr.ap-southeast-5.amazonaws.com" }] },
    ],
  });
  const host = "1.dkr.ecr.ap-southeast-5.amazonaws.com";
  expect(await ecrLogin(client)).toEqual({ host, user: "AWS", password: "a:b" });
});

describe("finding an image", () => {
  test("gives its digest and the bytes of its configuration and layers", async () => {
    const client = await ecr({ BatchGetImage: [found("sha256:1")] });
    expect(await findImage(client, repository, { imageTag: "t" })).toEqual(image);
  });

  test("by its digest asks for every kind of manifest", async () => {
    const client = await ecr({ BatchGetImage: [found("sha256:1")] });
    expect(await findImage(client, { ...repository, registryId: "1" }, { imageDigest: "sha256:1" })).toEqual(image);
    expect(wire?.inputs("BatchGetImage")).toEqual([
      {
        repositoryName: "r",
        registryId: "1",
        imageIds: [{ imageDigest: "sha256:1" }],
        acceptedMediaTypes: expect.arrayContaining([
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json",
        ]),
      },
    ]);
  });

  test("a tag that is not there is no image", async () => {
    expect(await findImage(await ecr({ BatchGetImage: [none] }), repository, { imageTag: "t" })).toBeUndefined();
  });

  test("an empty answer is no image", async () => {
    expect(
      await findImage(await ecr({ BatchGetImage: [{ images: [] }] }), repository, { imageTag: "t" }),
    ).toBeUndefined();
  });

  test("any other failure is an error, not an absence", async () => {
    const failures = [{ failureCode: "KmsError", failureReason: "the key is disabled" }];
    const client = await ecr({ BatchGetImage: [{ images: [], failures }] });
    await expect(findImage(client, repository, { imageTag: "t" })).rejects.toThrow(
      "r:t: KmsError: the key is disabled",
    );
  });

  test("a repository that is not there is named", async () => {
    const client = await ecr({ BatchGetImage: [fault("RepositoryNotFoundException")] });
    await expect(findImage(client, repository, { imageTag: "t" })).rejects.toThrow(
      'the registry has no repository "r"',
    );
  });
});

describe("tagging an image", () => {
  test("a tag that names it already is left alone", async () => {
    await tagImage(await ecr({ BatchGetImage: [found("sha256:1")] }), repository, image, fixed);
    expect(wire?.actions()).toEqual(["BatchGetImage"]);
  });

  test("a new tag is put with the image's own manifest", async () => {
    await tagImage(await ecr({ BatchGetImage: [none], PutImage: [{}] }), repository, image, fixed);
    expect(wire?.inputs("PutImage")).toEqual([
      { ...repository, imageManifest: manifest, imageDigest: "sha256:1", imageTag: "t" },
    ]);
  });

  test.each(["ImageAlreadyExistsException", "ImageTagAlreadyExistsException"])(
    "%s is fine where another run set the tag to the same image meanwhile",
    async (code) => {
      const client = await ecr({ BatchGetImage: [none, found("sha256:1")], PutImage: [fault(code)] });
      await tagImage(client, repository, image, fixed);
    },
  );

  test("never moves a commit's tag, though a repository's tags move by default, and names both digests", async () => {
    const client = await ecr({ BatchGetImage: [found("sha256:2")], PutImage: [{}] });
    await expect(tagImage(client, repository, image, fixed)).rejects.toThrow(
      "r:t already names other content (sha256:2, not sha256:1), and its tags can't move",
    );
    expect(wire?.actions()).toEqual(["BatchGetImage"]);
  });

  test("moves a tag that may move", async () => {
    await tagImage(await ecr({ BatchGetImage: [found("sha256:2")], PutImage: [{}] }), repository, image, moving);
    expect(wire?.inputs("PutImage")).toMatchObject([{ imageTag: "latest" }]);
  });

  test("an immutable tag of other content is an error that names both digests, and says what to do", async () => {
    const client = await ecr({
      BatchGetImage: [found("sha256:2")],
      PutImage: [fault("ImageTagAlreadyExistsException")],
    });
    await expect(tagImage(client, repository, image, moving)).rejects.toMatchObject({
      message: "r:latest already names other content (sha256:2, not sha256:1), and its tags can't move",
      hint: expect.stringContaining("leave it out of `tags`") as unknown,
    });
  });
});
