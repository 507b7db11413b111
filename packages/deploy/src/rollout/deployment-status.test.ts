import { type Deployment, ServiceDeploymentStatus } from "@aws-sdk/client-ecs";
import { expect, test } from "@jest/globals";
import { isComplete, isOngoing } from "./verdict";

test("what can still be asked to roll back is every state but the ends, and no state is none", () => {
  const ends = ["SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED"];
  const statuses = Object.values(ServiceDeploymentStatus);
  expect(statuses.filter((status) => !isOngoing({ status })).sort()).toEqual(ends.sort());
  expect(isOngoing({})).toBe(false);
});

test.each<[string, Deployment, Deployment[] | undefined, boolean]>([
  ["ECS calls COMPLETED is complete", { rolloutState: "COMPLETED" }, [{}, {}], true],
  ["is IN_PROGRESS is not, alone either", { rolloutState: "IN_PROGRESS" }, [{}], false],
  ["has no rollout state is complete where it is the only one", {}, [{}], true],
  ["has no rollout state is not beside another", {}, [{}, {}], false],
  ["has no rollout state is not where none is listed", {}, undefined, false],
])("a deployment that %s", (_, deployment, deployments, complete) => {
  expect(isComplete(deployment, deployments ? { deployments } : {})).toBe(complete);
});
