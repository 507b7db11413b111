import { expect, test } from "@jest/globals";
import { deployed, event, missing, ofStack, page, run, stack, template } from "./testing/shop-stack";

const creation = { DescribeStacks: [missing, stack("ROLLBACK_COMPLETE")], end: "ROLLBACK_COMPLETE" };
const update = {
  DescribeStacks: [stack("UPDATE_COMPLETE", deployed), stack("UPDATE_ROLLBACK_COMPLETE")],
  GetTemplate: [{ TemplateBody: template.replace("RDS", "EC2") }],
  end: "UPDATE_ROLLBACK_COMPLETE",
};
const breaker =
  "Resource handler returned message: Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.";
const ecs = "AWS::ECS::Service";
const hint =
  /CloudFormation does not say why its tasks stop.*the service's events, at the cluster's stopped tasks.*\n.*#the-change-failed$/;
const none = /^(?!.*why its tasks stop)/s;

test.each([
  ["a creation that the circuit breaker ends", creation, ecs, breaker, hint],
  ["an update that the circuit breaker ends", update, ecs, breaker, hint],
  ["a service that does not become stable in time", creation, ecs, "Service arn:aws:ecs:x did not stabilize.", hint],
  ["a service that ECS refuses", creation, ecs, "Model validation failed", none],
  ["another resource that is not stable", creation, "AWS::RDS::DBInstance", "Database did not stabilize.", none],
])("where to look at tasks that stop, which only ECS knows of, is told of %s", async (_, of, type, reason, told) => {
  const { end, ...script } = of;
  const failed = event("Web", "CREATE_FAILED", { ResourceType: type, ResourceStatusReason: reason });
  const DescribeStackEvents = [page(), page(failed, ofStack(end))];
  await expect(run({ ...script, DescribeStackEvents })).rejects.toMatchObject({
    message: `shop: ${end}: Web (${type}): ${reason}`,
    hint: expect.stringMatching(told),
  });
});
