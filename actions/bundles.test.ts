import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { actionNames } from "./action-folders";
import { nodeBinaries } from "./node-versions";
import { startBundle } from "./start-bundle";

/** Where no input is required, one that is wrong. */
const wrong: Record<string, Record<string, string>> = {
  "detect-affected": { deepen: "soon" },
  "build-push": { parallel: "many" },
};

describe.each(nodeBinaries())("on %s", (node) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "cashsouk-bundles-"));
    // Without the SDK: a bundle that loads it before its inputs are right does not even start here.
    cpSync(join(__dirname, "dist"), join(folder, "dist"), {
      recursive: true,
      filter: (path) => !/^(client-|aws-core)/.test(basename(path)),
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(actionNames)("%s names every wrong input in one message, before it loads the AWS SDK", async (name) => {
    const bundle = join(folder, "dist", `${name}.mjs`);
    const run = await startBundle({ node, bundle, inputs: wrong[name] ?? {} });
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^::error::Invalid inputs:(%0A- [a-z-]+: .+)+\n$/);
    expect(run.status).toBe(1);
    expect(run.summary).toBe("");
    expect(run.output).toMatch(/^reason<<(\S+)\nInvalid inputs: - .+\n\1\n$/);
  });

  describe("deploy-stack with the real SDK", () => {
    const bundle = join(__dirname, "dist", "deploy-stack.mjs");
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
      const run = await startBundle({ node, bundle, inputs: inputs(), env: env() });
      expect(run.status).toBe(0);
      expect(run.output).toMatch(/^status<<(\S+)\nCREATE_COMPLETE\n\1\nchanged<<(\S+)\nfalse\n\2\n/);
      expect(run.output).toContain(`\n{"Host":"a|b"}\n`);
      expect(run.summary).toContain("### Stack shop: unchanged: template, parameters and tags are as deployed");
      expect(run.summary).toContain("| Host | a\\|b |");
    });

    test("says in the summary too why it failed, unless the summary is not wanted", async () => {
      wire = await startAwsWire({ DescribeStacks: [fault("AccessDenied", "no", 403)] });
      const told = await startBundle({ node, bundle, inputs: inputs(), env: env() });
      const quiet = await startBundle({ node, bundle, inputs: { ...inputs(), summary: "false" }, env: env() });
      expect(told.status).toBe(1);
      // What to do about it follows, each on a line of its own.
      expect(told.stdout).toMatch(/^::error::shop: AccessDenied: no(%0A[^\n]+)+\n$/);
      expect(told.summary).toMatch(/^### Stack shop: failed\n\n\*\*shop: AccessDenied: no\*\*\n/);
      expect(told.output).toMatch(/^reason<<(\S+)\nshop: AccessDenied: no\n\1\n$/);
      expect([quiet.status, quiet.summary]).toEqual([1, ""]);
    });
  });
});
