import { type AwsWire, fault, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterEach, describe, expect, test } from "@jest/globals";
import { join } from "node:path";
import { builtBundles } from "../built-bundles";
import { startBundle } from "../start-bundle";

let wire: AwsWire;
afterEach(() => wire.close());

const runbook = "docs/runbooks/migration-failed.md";
const given = { cluster: "shop", "task-definition": "migrations", service: "api" };
const taskArn = "arn:aws:ecs:ap-southeast-5:123456789012:task/shop/0123456789abcdef";
const definition = {
  taskDefinitionArn: "arn:aws:ecs:::task-definition/migrations:1",
  family: "migrations",
  containerDefinitions: [{ name: "migrations", image: "repo/api:1" }],
};
const network = { awsvpcConfiguration: { subnets: ["subnet-1"] } };
const account: Script = {
  DescribeTaskDefinition: () => ({ taskDefinition: definition }),
  DescribeServices: () => ({ services: [{ networkConfiguration: network, launchType: "FARGATE" }] }),
  RunTask: () => ({ tasks: [{ taskArn, clusterArn: "shop" }] }),
};

async function step(script: Script, inputs: Record<string, string> = given) {
  wire = await startAwsWire({ ...account, ...script });
  return startBundle({
    node: process.execPath,
    bundle: join(builtBundles(), "run-migration-task.mjs"),
    inputs,
    env: { AWS_ENDPOINT_URL: wire.url, AWS_REGION: "x", AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" },
  });
}
const nothing = { "task-arn": "", "exit-code": "", pending: "", sql: "" };

describe("a step that could start nothing has every output, and says so, what to do, and where to read on:", () => {
  test.each<[string, Script, Record<string, string>, unknown, string]>([
    [
      "in another cluster",
      { DescribeServices: () => fault("ClusterNotFoundException", "Cluster not found.") },
      given,
      "shop/api: ClusterNotFoundException: Cluster not found; nothing was started",
      "Is it the right cluster, Region and account?",
    ],
    [
      "with credentials that have expired",
      { DescribeTaskDefinition: () => fault("ExpiredTokenException", "The security token is expired") },
      given,
      "ECS DescribeTaskDefinition: the credentials have expired (ExpiredTokenException); nothing was started",
      "give the action `role-to-assume`",
    ],
    [
      "where no task is placed",
      { RunTask: () => ({ failures: [{ reason: "RESOURCE:MEMORY" }] }) },
      given,
      "migrations:1: ECS started no task: RESOURCE:MEMORY",
      "The cluster has no room for it",
    ],
    [
      "where what was reviewed can't be read",
      {},
      { ...given, migrations: "prisma/migrations" },
      expect.stringMatching(/^\S+ is not inside a git repository; nothing was started$/),
      "Run actions/checkout before this step",
    ],
  ])("%s", async (_title, script, inputs, reason, hint) => {
    const { status, outputs, stdout, summary } = await step(script, inputs);
    expect(status).toBe(1);
    expect(outputs).toEqual({ ...nothing, reason });
    for (const text of [stdout, summary])
      for (const told of [
        outputs["reason"],
        hint,
        `What to do: https://github.com/cashsouk/cashsouk/blob/main/${runbook}`,
      ])
        expect(text).toContain(told);
  });
});

test("a step whose task nobody tells of any more names it, and how to look", async () => {
  const { status, outputs, summary } = await step({
    DescribeTasks: () => ({ failures: [{ reason: "ACCESS_DENIED", detail: "by policy" }] }),
  });
  expect(status).toBe(1);
  const reason = `Task ${taskArn}: what became of it is unknown: ACCESS_DENIED by policy`;
  expect(outputs).toEqual({ ...nothing, "task-arn": taskArn, reason });
  expect(summary).toContain("the task may still run");
  expect(summary).toContain(runbook);
});
