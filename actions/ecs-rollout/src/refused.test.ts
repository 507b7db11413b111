import { fault } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
import { runStep } from "./testing/run-step";

test("a step that could not begin has every output, and says that nothing was moved, and where to read on", async () => {
  const DescribeServices = () => fault("ClusterNotFoundException", "Cluster not found.");
  const { status, outputs, summary } = await runStep({ DescribeServices }, { image: "registry.test/web:2" });
  expect(status).toBe(1);
  expect(outputs).toEqual({
    outcome: "failed",
    deployments: "{}",
    images: "{}",
    reason: "shop/web: ClusterNotFoundException: Cluster not found; nothing was moved",
  });
  expect(summary).toContain("docs/runbooks/rollout-failed.md#failed");
});
