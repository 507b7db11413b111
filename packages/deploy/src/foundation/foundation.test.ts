import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { S3 } from "@aws-sdk/client-s3";
import { SSM } from "@aws-sdk/client-ssm";
import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach, expect, test } from "@jest/globals";
import { resolve } from "node:path";
import type { Environment } from "../environment";
import { silentLog } from "../log";
import { layFoundation } from "./lay";
import { workflowVariables } from "./variables";

const templates = resolve(__dirname, "../../../../cloudformation");
const arn = (kind: string) => `arn:aws:cloudformation:ap-southeast-5:123456789012:${kind}`;

let wire: AwsWire | undefined;
afterEach(() => wire?.close());

/** Plans the foundation of an account whose `cashsouk-bootstrap` is of that environment, or is not there. */
async function plan(environment: Environment, holder?: Environment) {
  const server = await startAwsWire({
    DescribeStacks: ({ input }) => {
      const { StackName = "" } = input as { StackName?: string };
      if (!holder || StackName !== "cashsouk-bootstrap")
        return fault("ValidationError", `Stack with id ${StackName} does not exist`);
      const Parameters = [{ ParameterKey: "Environment", ParameterValue: holder }];
      const common = { StackId: arn("stack/cashsouk-bootstrap/1"), StackStatus: "CREATE_COMPLETE" };
      return { Stacks: [{ ...common, StackName, CreationTime: "2026-11-22T00:00:00Z", Parameters }] };
    },
    GetTemplate: [{ TemplateBody: "Resources: {}" }],
    ValidateTemplate: [{}],
    CreateChangeSet: ({ input }) => {
      const { StackName = "" } = input as { StackName?: string };
      return { Id: arn(`changeSet/${StackName}/1`), StackId: arn(`stack/${StackName}/1`) };
    },
    DescribeChangeSet: [{ Status: "CREATE_COMPLETE", Changes: [] }],
    DeleteChangeSet: [{}],
  });
  wire = server;
  const never = new AbortController().signal;
  const ports = {
    cloudFormation: new CloudFormation(server.config),
    artifacts: new S3(server.config),
    ledger: new SSM(server.config),
    clock: makeTestClock(),
    log: silentLog,
    cancelled: never,
  };
  const overrides = { DeployerSubjects: "repo:a/b:ref:refs/heads/main" };
  await layFoundation(ports, {
    environment,
    templates,
    region: "ap-southeast-5",
    overrides,
    mode: "plan",
    replaceFailed: false,
  });
  type Made = { StackName: string; Parameters: "" | { ParameterKey: string; ParameterValue: string }[] };
  return (server.inputs("CreateChangeSet") as Made[]).map(({ StackName: name, Parameters }) => ({
    name,
    parameters: Object.fromEntries(
      [...(Parameters || [])].map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
    ),
  }));
}

test.each<[string, Environment | undefined]>([
  ["a new account", undefined],
  ["an account of the same environment", "staging"],
])("%s has one bootstrap and one registry", async (_title, holder) => {
  const [bootstrap, registry, ...more] = await plan("staging", holder);
  expect(bootstrap).toMatchObject({
    name: "cashsouk-bootstrap",
    parameters: { Environment: "staging", DeployerSubjects: "repo:a/b:ref:refs/heads/main" },
  });
  expect(bootstrap?.parameters).not.toHaveProperty("GitHubProviderArn");
  expect(registry?.name).toBe("cashsouk-registry");
  expect(more).toEqual([]);
});

test("an account's second environment has a bootstrap of its own name, which takes the provider that is there", async () => {
  const [bootstrap] = await plan("production", "staging");
  expect(bootstrap).toMatchObject({
    name: "cashsouk-prod-bootstrap",
    parameters: {
      Environment: "production",
      GitHubProviderArn: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
    },
  });
});

test("the workflows' variables come from the bootstrap's outputs and the parameter files", () => {
  const stack = {
    outcome: { kind: "created" },
    status: "CREATE_COMPLETE",
    changes: [],
    refused: [],
    seconds: 1,
  } as const;
  const outputs = { DeployerRoleArn: "arn:d", CloudFormationRoleArn: "arn:c", ArtifactsBucketName: "bucket" };
  const bootstrap = { ...stack, name: "cashsouk-bootstrap", outputs };
  const variables = workflowVariables(
    { environment: "production", templates, region: "ap-southeast-5" },
    { bootstrap, registry: { ...bootstrap, name: "cashsouk-registry", outputs: {} } },
  );
  expect(variables).toEqual({
    ENVIRONMENT: "production",
    AWS_REGION: "ap-southeast-5",
    DEPLOYER_ROLE_ARN: "arn:d",
    CLOUDFORMATION_ROLE_ARN: "arn:c",
    ARTIFACTS: "bucket",
    PUBLIC_URL_PATTERN: "https://{subdomain}.cashsouk.com",
    SLACK_TOKEN_SECRET: "/cashsouk/prod/slack-token",
  });
});
