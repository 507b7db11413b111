import { ECR } from "@aws-sdk/client-ecr";
import { afterEach, describe, expect, test } from "@jest/globals";
import { type AwsWire, fault, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { tagInEcr } from "./spare";

let wire: AwsWire | undefined;
afterEach(() => wire?.close());

const digest = `sha256:${"ab".repeat(32)}`;
const manifest = JSON.stringify({ layers: [] });
const imageManifestMediaType = "application/vnd.oci.image.manifest.v1+json";
const held = { images: [{ imageId: { imageDigest: digest }, imageManifest: manifest, imageManifestMediaType }] };
const none = { images: [], failures: [{ failureCode: "ImageNotFound", failureReason: "Requested image not found" }] };
const named = (host: string) => ({
  authorizationData: [
    { authorizationToken: Buffer.from("AWS:secret").toString("base64"), proxyEndpoint: `http://${host}` },
  ],
});

async function tag(image: string, script: Script) {
  wire = await startAwsWire(script);
  return tagInEcr(new ECR({ ...wire.config, maxAttempts: 1 }), image, "released-prod-7");
}

describe("an image in ECR", () => {
  test.each([
    "123456789012.dkr.ecr.ap-southeast-5.amazonaws.com",
    "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com",
    "123456789012.dkr-ecr.ap-southeast-5.on.aws",
  ])("at %s is tagged in the account that the host names", async (host) => {
    const script = { BatchGetImage: [held, none], PutImage: [{}] };
    expect(await tag(`${host}/team/api@${digest}`, script)).toEqual({});
    expect(wire?.inputs("BatchGetImage")[0]).toMatchObject({ imageIds: [{ imageDigest: digest }] });
    expect(wire?.inputs("PutImage")).toEqual([
      {
        registryId: "123456789012",
        repositoryName: "team/api",
        imageManifest: manifest,
        imageManifestMediaType,
        imageDigest: digest,
        imageTag: "released-prod-7",
      },
    ]);
  });

  test("behind another endpoint is known by the host that ECR gives for the login", async () => {
    const script = { GetAuthorizationToken: [named("127.0.0.1:4566")], BatchGetImage: [held, none], PutImage: [{}] };
    expect(await tag(`127.0.0.1:4566/api:latest@${digest}`, script)).toEqual({});
    expect(wire?.inputs("PutImage")).toMatchObject([{ repositoryName: "api", imageTag: "released-prod-7" }]);
  });

  test("that carries the tag already is left as it is", async () => {
    await tag(`123456789012.dkr.ecr.ap-southeast-5.amazonaws.com/api@${digest}`, { BatchGetImage: [held] });
    expect(wire?.actions()).toEqual(["BatchGetImage", "BatchGetImage"]);
  });

  test("that is gone is an error", async () => {
    const image = `123456789012.dkr.ecr.ap-southeast-5.amazonaws.com/api@${digest}`;
    await expect(tag(image, { BatchGetImage: [none] })).rejects.toThrow(`the repository api holds no ${digest}`);
  });
});

describe("an image that no tag can spare", () => {
  test.each([
    ["in another registry", [named("127.0.0.1:4566")]],
    ["in another registry, of someone who may not use ECR", [fault("AccessDeniedException")]],
  ])("%s is left alone", async (_title, GetAuthorizationToken) => {
    expect(await tag(`ghcr.io/team/api@${digest}`, { GetAuthorizationToken })).toEqual({
      skipped: "ghcr.io is not ECR",
    });
  });

  test.each(["123456789012.dkr.ecr.ap-southeast-5.amazonaws.com/api:latest", "api"])(
    "%s names no digest, so what runs may be another by now",
    async (image) => {
      expect(await tag(image, {})).toEqual({ skipped: `${image} names no digest in a registry` });
      expect(wire?.actions()).toEqual([]);
    },
  );
});
