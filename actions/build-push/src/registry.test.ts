import { awsClient } from "@cashsouk/deploy";
import { type AwsWire, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterEach, expect, test } from "@jest/globals";
import { parseInputs } from "./inputs";
import { openRegistry } from "./registry";

let wire: AwsWire;
afterEach(() => wire.close());

test.each([
  ["in another Region", "123456789012.dkr.ecr.eu-west-1.amazonaws.com", "eu-west-1"],
  ["by its name for both kinds of addresses", "123456789012.dkr-ecr.us-gov-west-1.on.aws", "us-gov-west-1"],
  ["in China, for FIPS", "123456789012.dkr.ecr-fips.cn-north-1.amazonaws.com.cn", "cn-north-1"],
  ["whose host says no Region", "123456789012.dkr.ecr.internal", "ap-southeast-5"],
  ["of the account itself", "", "ap-southeast-5"],
])("an ECR %s is asked for its login in its own Region", async (_title, registry, region) => {
  const login = { authorizationToken: "QVdTOnB3", proxyEndpoint: "https://123456789012.dkr.ecr.x" };
  wire = await startAwsWire({ GetAuthorizationToken: [{ authorizationData: [login] }] });
  const inputs = parseInputs((name) => ({ registry })[name] ?? "");
  const here = { ...wire.config, region: "ap-southeast-5" };
  await openRegistry(
    inputs,
    (Service, config) => awsClient(Service, { ...here, ...config } as typeof config),
    new AbortController().signal,
  );
  expect(wire.calls[0]?.headers.authorization).toContain(`/${region}/ecr/aws4_request`);
});
