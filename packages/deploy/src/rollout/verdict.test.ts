import type { Deployment, ServiceDeployment } from "@aws-sdk/client-ecs";
import { expect, test } from "@jest/globals";
import { judge, type Observation, type State } from "./verdict";

const ours = "ecs-svc/ours";
const [previous, other] = ["family:7", "family:9"].map((name) => `arn:aws:ecs:r:1:task-definition/${name}`);
const entry = (more: Deployment = {}): Deployment => ({
  id: ours,
  status: "PRIMARY",
  rolloutState: "IN_PROGRESS",
  desiredCount: 2,
  runningCount: 1,
  pendingCount: 1,
  ...more,
});
const complete = entry({ rolloutState: "COMPLETED", runningCount: 2, pendingCount: 0 });
const failed = entry({ rolloutState: "FAILED", rolloutStateReason: "tasks failed to start." });
const another: Deployment = { id: "ecs-svc/other", status: "PRIMARY", taskDefinition: other };
const back: Deployment = { id: "ecs-svc/back", status: "PRIMARY", taskDefinition: previous };

interface Seen {
  readonly status?: string;
  readonly own?: ServiceDeployment;
  readonly deployments?: readonly Deployment[];
  readonly desiredCount?: number;
  readonly seen?: boolean;
  readonly listed?: boolean;
}
function observe({
  status,
  own,
  deployments = [entry()],
  desiredCount = 2,
  seen = true,
  listed = true,
}: Seen): Observation {
  return {
    deploymentId: ours,
    previous: previous ?? "",
    service: { deployments: [...deployments], desiredCount },
    own: status ? { status: status as ServiceDeployment["status"], ...own } : undefined,
    seen,
    listed,
  };
}
const going: State = { kind: "in-progress", why: "1 of 2 running, 1 pending" };
const unlisted: State = { kind: "in-progress", why: "ECS does not list it yet" };
const superseded: State = { kind: "superseded", reason: "another deployment, of family:9, took its place" };

test.each<[string, Seen, State]>([
  [
    "what ECS calls successful is deployed when its tasks run",
    { status: "SUCCESSFUL", deployments: [complete] },
    { kind: "deployed" },
  ],
  [
    "it is not while a task of it does not run",
    { status: "SUCCESSFUL", deployments: [{ ...complete, runningCount: 1 }] },
    { kind: "in-progress", why: "1 of 2 running, 0 pending" },
  ],
  [
    "more tasks than desired are no harm",
    { status: "SUCCESSFUL", deployments: [{ ...complete, runningCount: 3 }] },
    { kind: "deployed" },
  ],
  [
    "nor while the service still says that it rolls out",
    { status: "SUCCESSFUL", deployments: [entry({ runningCount: 2, pendingCount: 0 })] },
    { kind: "in-progress", why: "2 of 2 running, 0 pending" },
  ],
  [
    "without counts nothing is taken for steady",
    { status: "SUCCESSFUL", deployments: [{ id: ours, status: "PRIMARY", rolloutState: "COMPLETED" }] },
    { kind: "in-progress", why: "0 of 0 running, 0 pending" },
  ],
  [
    "no desired task is idle, never deployed",
    { status: "SUCCESSFUL", deployments: [complete], desiredCount: 0 },
    { kind: "idle", reason: "no task is desired, so nothing could be judged" },
  ],
  [
    "a successful one that another replaced is superseded",
    { status: "SUCCESSFUL", deployments: [{ ...complete, status: "ACTIVE" }, another] },
    superseded,
  ],
  [
    "one that was never listed is waited for, whoever is primary",
    { status: "SUCCESSFUL", deployments: [another], seen: false },
    unlisted,
  ],
  [
    "a successful one that was listed and is gone is superseded",
    { status: "SUCCESSFUL", deployments: [another] },
    superseded,
  ],
  ["pending goes on", { status: "PENDING" }, going],
  [
    "in progress goes on, and counts its failed tasks",
    { status: "IN_PROGRESS", deployments: [entry({ failedTasks: 3 })] },
    { kind: "in-progress", why: "1 of 2 running, 1 pending, 3 failed" },
  ],
  ["no failed task is not worth a word", { status: "IN_PROGRESS", deployments: [entry({ failedTasks: 0 })] }, going],
  [
    "one that ECS does not list among the service's is waited for",
    { status: "IN_PROGRESS", deployments: [] },
    unlisted,
  ],
  ["a requested stop is none yet", { status: "STOP_REQUESTED" }, going],
  [
    "a failed rollout without a circuit breaker fails",
    { status: "IN_PROGRESS", deployments: [failed] },
    { kind: "failed", reason: "tasks failed to start" },
  ],
  [
    "a requested rollback is awaited",
    { status: "ROLLBACK_REQUESTED", own: { statusReason: "circuit breaker." } },
    { kind: "rolling-back", reason: "circuit breaker" },
  ],
  ["a rollback is awaited", { status: "ROLLBACK_IN_PROGRESS" }, { kind: "rolling-back", reason: "ECS gave no reason" }],
  [
    "its end is no success",
    { status: "ROLLBACK_SUCCESSFUL", own: { rollback: { reason: "alarm x" }, statusReason: "other" } },
    { kind: "rolled-back", reason: "alarm x" },
  ],
  [
    "a failed rollback fails",
    { status: "ROLLBACK_FAILED", own: { statusReason: "no capacity" } },
    { kind: "failed", reason: "its rollback failed: no capacity" },
  ],
  [
    "stopped by somebody is stopped",
    { status: "STOPPED", own: { statusReason: "by hand" } },
    { kind: "stopped", reason: "by hand" },
  ],
  ["stopped since another came is superseded", { status: "STOPPED", deployments: [another] }, superseded],
  [
    "stopped with the way back as primary is stopped, not superseded",
    { status: "STOPPED", deployments: [back] },
    { kind: "stopped", reason: "ECS gave no reason" },
  ],
  [
    "stopped after it had failed is failed",
    { status: "STOPPED", deployments: [failed] },
    { kind: "failed", reason: "tasks failed to start" },
  ],
  [
    "a state that is new to us goes on, and is named",
    { status: "PAUSED" },
    { kind: "in-progress", why: "ECS says PAUSED" },
  ],
  ["before it is listed, its absence is lag", { deployments: [], seen: false }, unlisted],
  ["before it was seen, another primary is lag too", { deployments: [another], seen: false }, unlisted],
  ["once it was seen, another primary has taken over", { deployments: [another] }, superseded],
  ["once it was seen, the way back as primary is no other's", { deployments: [back] }, unlisted],
  ["no primary at all takes nothing over", { deployments: [] }, unlisted],
  ["not listed and failed is failed", { deployments: [failed] }, { kind: "failed", reason: "tasks failed to start" }],
  ["not listed and going on goes on", {}, going],
  [
    "one that was complete before is judged by its tasks",
    { deployments: [complete], listed: false },
    { kind: "deployed" },
  ],
  ["and waited for while they do not run", { deployments: [entry()], listed: false }, going],
])("%s", (_, seen, state) => expect(judge(observe(seen))).toEqual(state));

test("a service without deployments is one that lists none", () => {
  const observation = { ...observe({ status: "IN_PROGRESS" }), service: {} };
  expect(judge(observation)).toEqual(unlisted);
  expect(judge({ ...observation, own: { status: "STOPPED" } })).toEqual({
    kind: "stopped",
    reason: "ECS gave no reason",
  });
});

test("only the last full stop of a reason goes", () => {
  const own = { statusReason: "v1.2 failed. See the log." };
  expect(judge(observe({ status: "STOPPED", own }))).toEqual({ kind: "stopped", reason: "v1.2 failed. See the log" });
});

test("another primary without a task definition is told all the same", () => {
  const deployments = [{ id: "ecs-svc/other", status: "PRIMARY" }];
  expect(judge(observe({ status: "STOPPED", deployments }))).toMatchObject({ kind: "superseded" });
});
