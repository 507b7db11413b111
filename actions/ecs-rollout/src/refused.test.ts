import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterEach, expect, test } from "@jest/globals";
import { join } from "node:path";
import { builtBundles } from "../../built-bundles";
import { startBundle } from "../../start-bundle";
import { oneService } from "./testing/one-service";

let wire: AwsWire;
afterEach(() => wire.close());

test("a step that could not begin has every output, and says that nothing was moved, and where to read on", async () => {
  const refused = { DescribeServices: () => fault("ClusterNotFoundException", "Cluster not found.") };
  wire = await startAwsWire({ ...oneService({ becomesSteady: true }).script, ...refused });
  const { status, outputs, summary } = await startBundle({
    node: process.execPath,
    bundle: join(builtBundles(), "ecs-rollout.mjs"),
    inputs: { cluster: "shop", service: "web", image: "registry.test/web:2" },
    env: { AWS_ENDPOINT_URL: wire.url, AWS_REGION: "x", AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" },
  });
  expect(status).toBe(1);
  expect(outputs).toEqual({
    outcome: "failed",
    deployments: "{}",
    reason: "shop/web: ClusterNotFoundException: Cluster not found; nothing was moved",
  });
  expect(summary).toContain("docs/runbooks/rollout-failed.md#failed");
});
