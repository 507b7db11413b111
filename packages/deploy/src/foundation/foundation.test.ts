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

const request = {
  templates,
  region: "ap-southeast-5",
  overrides: { DeployerSubjects: "repo:a/b:ref:refs/heads/main" },
  replaceFailed: false,
};

function portsOf({ config }: AwsWire) {
  return {
    cloudFormation: new CloudFormation(config),
    artifacts: new S3(config),
    ledger: new SSM(config),
    clock: makeTestClock(),
    log: silentLog,
    cancelled: new AbortController().signal,
  };
}

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
  await layFoundation(portsOf(server), { ...request, environment, mode: "plan" });
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

test("who declines the registry is told that the bootstrap stays", async () => {
  const made = new Set<string>();
  wire = await startAwsWire({
    DescribeStacks: ({ input }) => {
      const { StackName = "" } = input as { StackName?: string };
      const name = StackName.startsWith("arn:") ? StackName.split("/")[1]! : StackName;
      if (!made.has(name)) return fault("ValidationError", `Stack with id ${name} does not exist`);
      const CreationTime = "2026-11-22T00:00:00Z";
      return {
        Stacks: [{ StackId: arn(`stack/${name}/1`), StackName: name, StackStatus: "CREATE_COMPLETE", CreationTime }],
      };
    },
    DescribeStackEvents: () => ({
      StackEvents: ["REVIEW_IN_PROGRESS", ...(made.size > 0 ? ["CREATE_COMPLETE"] : [])].toReversed().map((status) => ({
        EventId: status,
        StackId: arn("stack/cashsouk-bootstrap/1"),
        StackName: "cashsouk-bootstrap",
        LogicalResourceId: "cashsouk-bootstrap",
        PhysicalResourceId: arn("stack/cashsouk-bootstrap/1"),
        ResourceType: "AWS::CloudFormation::Stack",
        ResourceStatus: status,
        Timestamp: "2026-11-22T00:00:00Z",
      })),
    }),
    ValidateTemplate: [{}],
    CreateChangeSet: ({ input }) => {
      const { StackName = "" } = input as { StackName?: string };
      return { Id: arn(`changeSet/${StackName}/1`), StackId: arn(`stack/${StackName}/1`) };
    },
    DescribeChangeSet: [{ Status: "CREATE_COMPLETE", Changes: [] }],
    ExecuteChangeSet: () => {
      made.add("cashsouk-bootstrap");
      return {};
    },
    DeleteChangeSet: [{}],
    DeleteStack: [{}],
  });
  const laid = layFoundation(
    { ...portsOf(wire), approve: (stack) => Promise.resolve(stack === "cashsouk-bootstrap") },
    { ...request, environment: "staging", mode: "apply" },
  );
  await expect(laid).rejects.toMatchObject({
    code: "partly-laid",
    message: "cashsouk-bootstrap was created and stays; cashsouk-registry: declined; the stack was not changed",
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
  const before = { ReaderRoleArn: "arn:r", BuilderRoleArn: "arn:b", PlannerRoleArn: "arn:p" };
  const roles = { ...before, DeployerRoleArn: "arn:d", CloudFormationRoleArn: "arn:c" };
  const outputs = { ...roles, ArtifactsBucketName: "bucket", AlertTopicArn: "arn:t" };
  const bootstrap = { ...stack, name: "cashsouk-bootstrap", outputs };
  const variables = workflowVariables(
    { environment: "production", templates, region: "ap-southeast-5" },
    { bootstrap, registry: { ...bootstrap, name: "cashsouk-registry", outputs: {} } },
  );
  expect(variables).toEqual({
    ENVIRONMENT: "production",
    AWS_REGION: "ap-southeast-5",
    READER_ROLE_ARN: "arn:r",
    BUILDER_ROLE_ARN: "arn:b",
    DEPLOYER_ROLE_ARN: "arn:d",
    PLANNER_ROLE_ARN: "arn:p",
    CLOUDFORMATION_ROLE_ARN: "arn:c",
    ARTIFACTS: "bucket",
    PUBLIC_URL_PATTERN: "https://{subdomain}.cashsouk.com",
    ALERT_TOPIC_ARN: "arn:t",
    SLACK_TOKEN_SECRET: "/cashsouk/prod/slack-token",
  });
});
