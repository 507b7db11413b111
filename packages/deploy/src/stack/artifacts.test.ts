import { S3 } from "@aws-sdk/client-s3";
import { raw } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { objectUrl } from "./artifacts";
import { missing, run, wire } from "./testing/shop-stack";

test.each([
  ...["ap-southeast-5", "us-gov-west-1", "cn-north-1", "cn-northwest-1", "eusc-de-east-1"],
  ...["us-iso-east-1", "us-isob-east-1", "us-isof-south-1", "eu-isoe-west-1"],
])("a template's address is that which the SDK itself takes for the bucket in %s", (Region) => {
  const { endpointProvider } = new S3({ region: Region }).config;
  const { url } = endpointProvider({ Region, Bucket: "my-bucket", UseFIPS: false, UseDualStack: false });
  expect(objectUrl({ bucket: "my-bucket", endpoint: undefined }, Region, "k")).toBe(`${url.origin}/k`);
});

describe("a bucket that can't be used is named, with its cause:", () => {
  const elsewhere = { "x-amz-bucket-region": "us-east-1" };
  const sameRegion = /^Name a bucket in the stack's Region/;
  const permission = /^The role needs s3:GetObject and s3:PutObject/;
  const xml = (code: string, message: string, status: number) =>
    raw(
      status,
      { "content-type": "application/xml" },
      `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    );
  test.each<[string, object, string, RegExp]>([
    [
      "in another Region, which S3 names",
      { HeadObject: [raw(301, elsewhere)] },
      "the bucket artifacts is in the Region us-east-1, and the stack in ap-southeast-5",
      sameRegion,
    ],
    [
      "in another Region, which S3 names with a refusal",
      { HeadObject: [raw(400, elsewhere)] },
      "the bucket artifacts is in the Region us-east-1, and the stack in ap-southeast-5",
      sameRegion,
    ],
    [
      "in another Region",
      { HeadObject: [raw(301)] },
      "the bucket artifacts is in another Region, and the stack in ap-southeast-5",
      sameRegion,
    ],
    [
      "refused without a reason",
      { HeadObject: [raw(400)] },
      "S3 refuses the bucket artifacts with 400, and does not say why",
      /^It may be in another Region than the stack's, ap-southeast-5, or the credentials may have expired\./,
    ],
    [
      "not there",
      { PutObject: [xml("NoSuchBucket", "The specified bucket does not exist", 404)] },
      "there is no bucket artifacts",
      /^Make the bucket, or mend its name\./,
    ],
    [
      "not allowed",
      { HeadObject: [raw(403)], PutObject: [xml("AccessDenied", "Access Denied", 403)] },
      "can't write to the bucket artifacts: Access Denied",
      permission,
    ],
  ])("%s", async (_title, script, told, hint) => {
    await expect(run({ DescribeStacks: [missing], ...script })).rejects.toMatchObject({
      code: "artifacts",
      message: `artifacts: ${told}`,
      hint: expect.stringMatching(hint),
    });
    expect(wire.actions()).not.toContain("CreateChangeSet");
  });

  test("but expired credentials are no fault of the bucket's", async () => {
    const PutObject = [xml("ExpiredToken", "The provided token has expired.", 400)];
    await expect(run({ DescribeStacks: [missing], PutObject })).rejects.toMatchObject({ code: "credentials-expired" });
  });
});
