import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "@jest/globals";
import { type Answer, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { progress } from "./progress";

const service = { loadBalancers: [{ targetGroupArn: "arn:aws:elasticloadbalancing:r:1:targetgroup/api/1" }] };

async function tell(...answers: Answer[]) {
  const wire = await startAwsWire({ DescribeTargetHealth: answers });
  const lines: string[] = [];
  const log = { info: (line: string) => void lines.push(line), warning: (line: string) => void lines.push(line) };
  const told = progress({ targets: new ElasticLoadBalancingV2(wire.config), clock: makeTestClock(), log }, "api");
  await told.tell(service, "1 of 2 running");
  await told.tell(service, "2 of 2 running");
  await wire.close();
  return { lines, asked: wire.inputs("DescribeTargetHealth") };
}
const targets = (...states: object[]) => ({
  TargetHealthDescriptions: states.map((TargetHealth) => ({ TargetHealth })),
});

test("progress tells the targets' health, with the load balancer's reason", async () => {
  const unhealthy = { State: "unhealthy", Reason: "Target.Timeout" };
  const { lines, asked } = await tell(targets({ State: "healthy" }, unhealthy), targets());
  expect(lines).toEqual([
    "api: 1 of 2 running; targets: healthy, unhealthy (Target.Timeout)",
    "api: 2 of 2 running; no target yet",
  ]);
  expect(asked[0]).toMatchObject({ TargetGroupArn: service.loadBalancers[0]?.targetGroupArn });
});

test("without the permission it is asked once, said once, and the rest is told", async () => {
  const { lines, asked } = await tell(fault("AccessDenied", "no", 403));
  expect(lines).toEqual([
    "api: target health can't be read: AccessDenied: no",
    "api: 1 of 2 running",
    "api: 2 of 2 running",
  ]);
  expect(asked).toHaveLength(1);
});
