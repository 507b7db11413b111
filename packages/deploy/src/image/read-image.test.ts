import { ECR } from "@aws-sdk/client-ecr";
import { type Answer, type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterEach, describe, expect, test } from "@jest/globals";
import { readImage } from "./read-image";

const digest = `sha256:${"d".repeat(64)}`;
const key = "ab".repeat(32);
const commit = "1".repeat(40);
const other = "2".repeat(40);
const image = `123456789012.dkr.ecr.ap-southeast-5.amazonaws.com/cashsouk-api@${digest}`;

let wire: AwsWire | undefined;
afterEach(() => wire?.close());

async function read(answer: Answer, reference = image) {
  wire = await startAwsWire({ DescribeImages: () => answer });
  return readImage(new ECR(wire.config), reference);
}
const tagged = (...imageTags: string[]) => ({
  imageDetails: [{ imageDigest: digest, imageSizeInBytes: 7, ...(imageTags.length > 0 ? { imageTags } : {}) }],
});

describe("an image's tags in ECR tell what build-push said of it", () => {
  test("key, commits and that it is clean", async () => {
    const tags = ["latest", commit, `key-${key}`, other, "released-prod-7"];
    expect(await read(tagged(...tags))).toEqual({
      built: { image, digest, key, dirty: false, tags, reused: true, bytes: 7, seconds: 0 },
      commits: [commit, other],
    });
    expect(wire?.inputs("DescribeImages")).toEqual([
      { registryId: "123456789012", repositoryName: "cashsouk-api", imageIds: [{ imageDigest: digest }] },
    ]);
  });

  test("the commit that a dirty image differs from", async () => {
    const { built, commits } = await read(tagged(`${commit}-dirty-${key}`, `key-${key}`));
    expect({ dirty: built.dirty, commits }).toEqual({ dirty: true, commits: [commit] });
  });

  test.each([
    [" alone", `${commit}${"3".repeat(24)}`, false],
    [" and differs from it", `${commit}${"3".repeat(24)}-dirty-${key.slice(0, 40)}`, true],
  ])("the commit of a SHA-256 repository, which an image was made of%s", async (_, tag, dirty) => {
    const { built, commits } = await read(tagged(tag, `key-${key}`));
    expect({ dirty: built.dirty, commits }).toEqual({ dirty, commits: [`${commit}${"3".repeat(24)}`] });
  });

  test("content that was built from a dirty tree and has been committed since is clean", async () => {
    const { built, commits } = await read(tagged(`${other}-dirty-${key}`, commit, `key-${key}`));
    expect({ dirty: built.dirty, commits }).toEqual({ dirty: false, commits: [commit] });
  });
});

describe("what can't be recorded as a release is refused", () => {
  test.each<[string, Answer, string]>([
    [
      "an image without a key",
      tagged(commit),
      `the tags of cashsouk-api@${digest.slice(0, 19)} tell no key: ${commit}`,
    ],
    ["an image without a commit", tagged(`key-${key}`), "tell no commit: key-"],
    ["an image without a tag", tagged(), "tell no key: it has none"],
    [
      "one that is not there",
      fault("ImageNotFoundException", "The image does not exist"),
      `image: the repository cashsouk-api holds no ${digest}`,
    ],
    [
      "one in a repository that is not there",
      fault("RepositoryNotFoundException", "no such repository"),
      `image: the repository cashsouk-api holds no ${digest}`,
    ],
  ])("%s", async (_title, answer, told) => {
    await expect(read(answer)).rejects.toThrow(told);
  });

  test("a reference by tag", async () => {
    await expect(read(tagged(), "host/cashsouk-api:latest")).rejects.toThrow(
      'image: want an image in ECR by its digest, got "host/cashsouk-api:latest"',
    );
  });
});
