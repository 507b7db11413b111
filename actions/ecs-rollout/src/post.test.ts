import { fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
import { join } from "node:path";
import { builtBundles } from "../../built-bundles";
import { startBundle } from "../../start-bundle";

const own = (service: string) => ({
  service,
  cluster: "shop",
  ecsName: service,
  deploymentId: "ecs-svc/2",
  revision: `task-definition/${service}:2`,
  previous: `task-definition/${service}:1`,
  known: [],
  registered: true,
  deploymentArn: "service-deployment/shop/2",
});
const left = (service: string) =>
  `${service}: the way back is not confirmed: shop/${service}: what became of it is unknown`;

test("a post step that can't see the way back is red in one sentence, with what to do and where to read on", async () => {
  const wire = await startAwsWire({
    StopServiceDeployment: () => ({}),
    DescribeServices: () => fault("AccessDeniedException", "no"),
  });
  try {
    const { status, stdout } = await startBundle({
      node: process.execPath,
      bundle: join(builtBundles(), "ecs-rollout-post.mjs"),
      env: {
        STATE_pending: JSON.stringify([own("web"), own("api")]),
        AWS_ENDPOINT_URL: wire.url,
        AWS_REGION: "x",
        AWS_ACCESS_KEY_ID: "x",
        AWS_SECRET_ACCESS_KEY: "x",
      },
    });
    const why = "AccessDeniedException: no";
    expect(status).toBe(1);
    expect(stdout).toContain(`::error::${left("web")}: ${why}; ${left("api")}: ${why}%0ALook at what runs now`);
    expect(stdout).toContain("docs/runbooks/rollout-failed.md#stopped");
    expect(wire.actions()).not.toContain("DeregisterTaskDefinition");
  } finally {
    await wire.close();
  }
});
