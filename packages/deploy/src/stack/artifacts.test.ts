import { S3 } from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import { objectUrl } from "./artifacts";

test.each([
  ...["ap-southeast-5", "us-gov-west-1", "cn-north-1", "cn-northwest-1", "eusc-de-east-1"],
  ...["us-iso-east-1", "us-isob-east-1", "us-isof-south-1", "eu-isoe-west-1"],
])("a template's address is that which the SDK itself takes for the bucket in %s", (Region) => {
  const { endpointProvider } = new S3({ region: Region }).config;
  const { url } = endpointProvider({ Region, Bucket: "my-bucket", UseFIPS: false, UseDualStack: false });
  expect(objectUrl({ bucket: "my-bucket", endpoint: undefined }, Region, "k")).toBe(`${url.origin}/k`);
});
