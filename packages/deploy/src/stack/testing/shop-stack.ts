import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { S3 } from "@aws-sdk/client-s3";
import { SSM } from "@aws-sdk/client-ssm";
import { type AwsWire, fault, raw, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach, beforeEach } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployStack } from "../deploy-stack";
import type { StackPorts } from "../ports";
import type { StackRequest } from "../request";

export const template = `Parameters:
  Environment: { Type: String }
  ApiImage: { Type: String }
Resources:
  Database: { Type: "AWS::RDS::DBInstance" }
`;
export const id = "arn:aws:cloudformation:ap-southeast-5:123456789012:stack/shop/1";
export const nestedId = "arn:aws:cloudformation:ap-southeast-5:123456789012:stack/shop-Data/2";
export const changeSetId = "arn:aws:cloudformation:ap-southeast-5:123456789012:changeSet/deploy/3";
export const missing = fault("ValidationError", "Stack with id shop does not exist");
export const stack = (StackStatus: string, fields: object = {}) => ({
  Stacks: [{ StackId: id, StackName: "shop", StackStatus, CreationTime: "2026-11-22T00:00:00Z", ...fields }],
});
/** An update of a stack whose parameters have these values, and which changes its topic. */
export const updateOf = (values: Readonly<Record<string, string>>) => ({
  DescribeStacks: [
    stack("UPDATE_COMPLETE", {
      Parameters: Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    }),
  ],
  GetTemplate: [{ TemplateBody: "" }],
  DescribeChangeSet: changed({ LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Modify" }),
  DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
});
export const deployed = {
  Parameters: [
    { ParameterKey: "Environment", ParameterValue: "staging" },
    { ParameterKey: "ApiImage", ParameterValue: "api@old" },
  ],
  Tags: [{ Key: "Project", Value: "shop" }],
};
let serial = 0;
export const event = (LogicalResourceId: string, ResourceStatus: string, fields: object = {}) => ({
  EventId: `event-${++serial}`,
  StackId: id,
  StackName: "shop",
  LogicalResourceId,
  ResourceType: "AWS::SNS::Topic",
  ResourceStatus,
  Timestamp: new Date(Date.UTC(2026, 10, 22) + serial * 1000),
  ...fields,
});
export const ofStack = (status: string, fields: object = {}) =>
  event("shop", status, { ResourceType: "AWS::CloudFormation::Stack", PhysicalResourceId: id, ...fields });
/** CloudFormation lists the newest event first. */
export const page = (...events: object[]) => ({ StackEvents: [...events].reverse() });

export let folder: string;
export let wire: AwsWire;
export const lines: string[] = [];
export const abort = { controller: new AbortController() };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cashsouk-stack-"));
  writeFileSync(join(folder, "root.yaml"), template);
  writeFileSync(join(folder, "parameters.json"), `{"Environment": "staging"}`);
  lines.length = 0;
  abort.controller = new AbortController();
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

/** Not every test has begun one. */
async function close(): Promise<void> {
  await (wire as AwsWire | undefined)?.close();
}

export async function run(script: Script, changes: Partial<StackRequest> = {}, more: Partial<StackPorts> = {}) {
  await close();
  wire = await startAwsWire({
    GetParametersByPath: [{ Parameters: [] }],
    HeadObject: [raw(404)],
    PutObject: [raw(200)],
    ValidateTemplate: [{}],
    CreateChangeSet: [{ Id: changeSetId, StackId: id }],
    DescribeChangeSet: [{ ChangeSetId: changeSetId, Status: "CREATE_COMPLETE", Changes: [] }],
    DeleteChangeSet: [{}],
    DeleteStack: [{}],
    ExecuteChangeSet: [{}],
    ListChangeSets: [{ Summaries: [] }],
    ListStackResources: [{ StackResourceSummaries: [] }],
    ...script,
  });
  const ports = {
    cloudFormation: new CloudFormation(wire.config),
    artifacts: new S3({ ...wire.config, forcePathStyle: true }),
    ledger: new SSM(wire.config),
    clock: makeTestClock(),
    log: { info: (line: string) => void lines.push(line), warning: (line: string) => void lines.push(line) },
    cancelled: abort.controller.signal,
    ...more,
  };
  return deployStack(ports, {
    name: "shop",
    template: join(folder, "root.yaml"),
    parameters: join(folder, "parameters.json"),
    overrides: {},
    mode: "apply",
    artifacts: { bucket: "artifacts", endpoint: wire.url },
    region: "ap-southeast-5",
    capabilities: [],
    roleArn: undefined,
    tags: { Project: "shop" },
    allowReplacement: [],
    allowRemoval: [],
    replaceFailed: false,
    terminationProtection: undefined,
    waitMs: 60 * 60_000,
    images: new Map([["api", { image: "api@new" }]]),
    ledger: "/shop/released",
    imageParameters: "{Service}Image",
    ...changes,
  });
}

export const changed = (change: object) => [
  { ChangeSetId: changeSetId, Status: "CREATE_COMPLETE", Changes: [{ Type: "Resource", ResourceChange: change }] },
];
