import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtBundles } from "../built-bundles";
import { nodeBinaries } from "../node-versions";
import { startBundle } from "../start-bundle";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cashsouk-stack-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(nodeBinaries())("on %s", (node) => {
  describe("deploy-stack with the real SDK", () => {
    const bundle = () => join(builtBundles(), "deploy-stack.mjs");
    const template = "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n";
    const inputs = () => {
      writeFileSync(join(folder, "root.yaml"), template);
      return { name: "shop", template: join(folder, "root.yaml") };
    };
    let wire: AwsWire;
    afterEach(() => wire.close());
    const env = () => ({
      AWS_ENDPOINT_URL: wire.url,
      AWS_REGION: "ap-southeast-5",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });

    test("writes outputs and a summary", async () => {
      const shop = { StackName: "shop", StackStatus: "CREATE_COMPLETE", CreationTime: "2026-11-22T00:00:00Z" };
      wire = await startAwsWire({
        DescribeStacks: [{ Stacks: [{ ...shop, Outputs: [{ OutputKey: "Host", OutputValue: "a|b" }] }] }],
        ValidateTemplate: [{}],
        GetTemplate: [{ TemplateBody: template }],
      });
      const run = await startBundle({ node, bundle: bundle(), inputs: inputs(), env: env() });
      expect(run.status).toBe(0);
      expect(run.output).toMatch(/^status<<(\S+)\nCREATE_COMPLETE\n\1\nchanged<<(\S+)\nfalse\n\2\n/);
      expect(run.output).toContain(`\n{"Host":"a|b"}\n`);
      expect(run.summary).toContain(
        "### ✅ Stack shop: unchanged, since template, parameters and tags are as deployed",
      );
      expect(run.summary).toContain("| Host | a\\|b |");
    });

    test("that gets SIGINT when its update was begun takes it back, tells the end of that, and is red", async () => {
      const StackId = "arn:aws:cloudformation:ap-southeast-5:123456789012:stack/shop/1";
      const shop = { StackId, StackName: "shop", StackStatus: "UPDATE_COMPLETE", CreationTime: "2026-11-22T00:00:00Z" };
      const events = ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"].map(
        (ResourceStatus, second) => ({
          EventId: String(second),
          StackId,
          StackName: "shop",
          LogicalResourceId: "shop",
          PhysicalResourceId: StackId,
          ResourceType: "AWS::CloudFormation::Stack",
          ResourceStatus,
          Timestamp: new Date(Date.UTC(2026, 10, 22, 0, 0, second)),
        }),
      );
      const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
      let step: ChildProcess | undefined;
      // What has happened so far: CloudFormation takes back only what it is told to.
      let told = 0;
      wire = await startAwsWire({
        DescribeStacks: [{ Stacks: [shop] }],
        ValidateTemplate: [{}],
        GetTemplate: [{ TemplateBody: "" }],
        ListStackResources: [{ StackResourceSummaries: [] }],
        CreateChangeSet: [{ Id: "change-set", StackId }],
        DescribeChangeSet: [
          {
            ChangeSetId: "change-set",
            Status: "CREATE_COMPLETE",
            Changes: [{ Type: "Resource", ResourceChange: topic }],
          },
        ],
        ExecuteChangeSet: () => ((told = 1), step?.kill("SIGINT"), {}),
        CancelUpdateStack: () => ((told = events.length), {}),
        DescribeStackEvents: () => ({ StackEvents: events.slice(0, told).reverse() }),
      });
      const onStart = (child: ChildProcess) => (step = child);
      const run = await startBundle({ node, bundle: bundle(), inputs: inputs(), env: env(), onStart });
      const sentence =
        "shop: the run was cancelled; the update was cancelled and rolled back: UPDATE_ROLLBACK_COMPLETE";
      expect(run.stdout).toContain(`::error::${sentence}`);
      expect(run.status).toBe(1);
      expect(run.output).toContain(`\n${sentence}\n`);
      expect(wire.inputs("CancelUpdateStack")).toEqual([expect.objectContaining({ StackName: StackId })]);
    });

    test("that refuses a status says which it is, and that nothing was changed", async () => {
      const shop = { StackName: "shop", StackStatus: "ROLLBACK_COMPLETE", CreationTime: "2026-11-22T00:00:00Z" };
      wire = await startAwsWire({ DescribeStacks: [{ Stacks: [shop] }], ValidateTemplate: [{}] });
      const run = await startBundle({ node, bundle: bundle(), inputs: inputs(), env: env() });
      expect(run.status).toBe(1);
      expect(run.output).toMatch(/^status<<(\S+)\nROLLBACK_COMPLETE\n\1\nchanged<<(\S+)\nfalse\n\2\nreason<</);
    });

    test("says in the summary too why it failed, unless the summary is not wanted", async () => {
      wire = await startAwsWire({ DescribeStacks: [fault("AccessDenied", "no", 403)] });
      const told = await startBundle({ node, bundle: bundle(), inputs: inputs(), env: env() });
      const quiet = await startBundle({
        node,
        bundle: bundle(),
        inputs: { ...inputs(), summary: "false" },
        env: env(),
      });
      expect(told.status).toBe(1);
      // What to do about it follows, each on a line of its own.
      expect(told.stdout).toMatch(/^::error::shop: AccessDenied: no(%0A[^\n]+)+\n$/);
      expect(told.summary).toMatch(/^### ❌ Stack shop: failed\n\n\*\*shop: AccessDenied: no\*\*\n/);
      expect(told.output).toMatch(
        /^status<<(\S+)\n\n\1\nchanged<<(\S+)\nfalse\n\2\nreason<<(\S+)\nshop: AccessDenied: no\n\3\n$/,
      );
      expect([quiet.status, quiet.summary]).toEqual([1, ""]);
    });
  });
});
