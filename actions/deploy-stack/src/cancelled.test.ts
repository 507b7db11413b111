import { type AwsWire, startAwsWire } from "@cashsouk/testing/aws-wire";
import { eventually } from "@cashsouk/testing/eventually";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtBundles } from "../../built-bundles";
import { nodeBinaries } from "../../node-versions";
import { startBundle } from "../../start-bundle";

const id = "arn:aws:cloudformation:ap-southeast-5:123456789012:stack/shop/1";
const changeSet = "arn:aws:cloudformation:ap-southeast-5:123456789012:changeSet/deploy/3";
let folder: string;
let wire: AwsWire;
let status: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "cashsouk-cancelled-"));
  writeFileSync(join(folder, "root.yaml"), "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n");
  writeFileSync(join(folder, "state"), "");
  status = "UPDATE_COMPLETE";
  const events: object[] = [];
  const stack = () => ({ StackId: id, StackName: "shop", StackStatus: status, CreationTime: "2026-11-22T00:00:00Z" });
  wire = await startAwsWire({
    DescribeStacks: () => ({ Stacks: [stack()] }),
    ValidateTemplate: () => ({}),
    GetTemplate: () => ({ TemplateBody: "" }),
    ListChangeSets: () => ({ Summaries: [] }),
    ListStackResources: () => ({ StackResourceSummaries: [] }),
    CreateChangeSet: () => ({ Id: changeSet, StackId: id }),
    DescribeChangeSet: () => ({
      ChangeSetId: changeSet,
      Status: "CREATE_COMPLETE",
      Changes: [
        {
          Type: "Resource",
          ResourceChange: { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" },
        },
      ],
    }),
    ExecuteChangeSet({ input }) {
      status = "UPDATE_IN_PROGRESS";
      events.unshift({
        EventId: "1",
        StackId: id,
        StackName: "shop",
        PhysicalResourceId: id,
        ResourceType: "AWS::CloudFormation::Stack",
        ResourceStatus: status,
        ClientRequestToken: (input as { ClientRequestToken: string }).ClientRequestToken,
        Timestamp: new Date(),
      });
      return {};
    },
    DescribeStackEvents: () => ({ StackEvents: events }),
    CancelUpdateStack() {
      status = "UPDATE_ROLLBACK_COMPLETE";
      return {};
    },
  });
});
afterEach(async () => {
  await wire.close();
  rmSync(folder, { recursive: true });
});

function step(bundle: string, more: object = {}) {
  return startBundle({
    node: nodeBinaries().at(-1) ?? process.execPath,
    bundle: join(builtBundles(), `${bundle}.mjs`),
    inputs: { name: "shop", template: join(folder, "root.yaml") },
    env: {
      AWS_ENDPOINT_URL: wire.url,
      AWS_REGION: "ap-southeast-5",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      GITHUB_STATE: join(folder, "state"),
      ...more,
    },
    onStart: (child) => (running = child),
  });
}
let running: ChildProcess | undefined;

test("an update whose step is killed in the middle is cancelled by the post step, which sees it rolled back", async () => {
  const main = step("deploy-stack");
  await eventually("the update to go on", () => status === "UPDATE_IN_PROGRESS");
  running?.kill("SIGKILL");
  await main;
  const [, left = ""] = /^update<<(\S+)\n(.*)\n\1$/m.exec(readFileSync(join(folder, "state"), "utf8"))?.slice(1) ?? [];
  expect(JSON.parse(left)).toEqual({ name: "shop", stackId: id, token: expect.stringMatching(/^deploy-/) });

  const post = await step("deploy-stack-post", { STATE_update: left });
  expect(post.stdout).toBe("shop: the update was cancelled and rolled back: UPDATE_ROLLBACK_COMPLETE\n");
  expect(post.status).toBe(0);
});

test("a step that came to its end leaves nothing to its post step", async () => {
  const post = await step("deploy-stack-post");
  expect([post.status, post.stdout, wire.calls]).toEqual([0, "", []]);
});
