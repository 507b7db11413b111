import { fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actionNames } from "./action-folders";
import { builtBundles } from "./built-bundles";
import { nodeBinaries } from "./node-versions";
import { startBundle } from "./start-bundle";

const built = builtBundles();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cashsouk-unset-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(nodeBinaries())("on %s", (node) => {
  describe("a step that was not set up for AWS", () => {
    // Neither a profile nor a machine's role may answer here.
    const bare = () => ({ HOME: folder, AWS_EC2_METADATA_DISABLED: "true", PATH: "" });
    const inputs = (): Record<string, Record<string, string>> => {
      writeFileSync(join(folder, "root.yaml"), "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n");
      return {
        "detect-affected": { base: "released", ledger: "/shop/released", "working-directory": process.cwd() },
        "build-push": {},
        "run-migration-task": {
          "task-definition": "migrations",
          subnets: "subnet-1",
          "security-groups": "sg-1",
          cluster: "c",
        },
        "ecs-rollout": { cluster: "c", service: "api", container: "api", image: "r/api:1" },
        "deploy-stack": { name: "shop", template: join(folder, "root.yaml") },
        "notify-slack": {
          "token-secret": "slack",
          channel: "C1",
          environment: "staging",
          outcome: "success",
          "on-error": "error",
        },
      };
    };
    const start = (name: string, env: Record<string, string>) =>
      startBundle({
        node,
        bundle: join(built, `${name}.mjs`),
        inputs: inputs()[name] ?? {},
        env: { ...bare(), ...env },
      });

    test.each<[string, string, Record<string, string>]>(
      actionNames.flatMap((name): [string, string, Record<string, string>][] => [
        [name, "where there is none", {}],
        [name, "where it is empty", { AWS_REGION: "" }],
      ]),
    )("%s asks for a region %s in one sentence, with what to do, in the summary too", async (name, _, region) => {
      const run = await start(name, { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", ...region });
      expect(run.stdout).toMatch(/^::error::.*no AWS region: neither AWS_REGION nor a profile names one/m);
      expect(run.stdout).not.toMatch(/\.mjs:\d+/);
      expect(run.summary).toContain("no AWS region: neither AWS_REGION nor a profile names one");
      expect(run.stdout + run.summary).toContain("run aws-actions/configure-aws-credentials before this step");
      expect(run.status).toBe(1);
    });

    test.each(actionNames)("%s asks for credentials in one sentence, in the summary too", async (name) => {
      const run = await start(name, { AWS_REGION: "ap-southeast-5" });
      expect(run.stdout).toMatch(/^::error::.*no AWS credentials: /m);
      expect(run.stdout).not.toMatch(/\.mjs:\d+/);
      expect(run.summary).toContain("no AWS credentials: ");
      expect(run.status).toBe(1);
    });

    test("a role that may not is told the permission that AWS names", async () => {
      const no =
        "User: arn:aws:sts::123456789012:assumed-role/x is not authorized to perform: ecr:GetAuthorizationToken on resource: *";
      const wire = await startAwsWire({ GetAuthorizationToken: [fault("AccessDeniedException", no, 403)] });
      const keys = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "ap-southeast-5" };
      const run = await start("build-push", { ...keys, AWS_ENDPOINT_URL: wire.url });
      await wire.close();
      expect(run.stdout).toContain(
        `::error::AccessDeniedException: ${no}%0AThe step's role lacks ecr:GetAuthorizationToken: `,
      );
      expect(run.summary).toContain("The step's role lacks ecr:GetAuthorizationToken: ");
    });
  });
});
