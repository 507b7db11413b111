import type { ServiceDeploymentStatus } from "@aws-sdk/client-ecs";
import { type Deployment, type ServiceDeployment } from "@aws-sdk/client-ecs";
import { describe, expect, test } from "@jest/globals";
import { judge, type Observation, type State } from "./verdict";

const ours = "ecs-svc/ours";
const revision = (name: string) => `arn:aws:ecs:r:1:task-definition/${name}`;
const current = revision("family:8");
const before = revision("family:7");

const entry: Deployment = {
  id: ours,
  status: "PRIMARY",
  rolloutState: "IN_PROGRESS",
  desiredCount: 2,
  runningCount: 1,
  pendingCount: 1,
};
const complete: Deployment = { ...entry, rolloutState: "COMPLETED", runningCount: 2, pendingCount: 0 };
const failed: Deployment = { ...entry, rolloutState: "FAILED", rolloutStateReason: "tasks failed to start." };
const another: Deployment = { id: "ecs-svc/other", status: "PRIMARY", taskDefinition: revision("family:9") };
const back: Deployment = { id: "ecs-svc/back", status: "PRIMARY", taskDefinition: before };
const former: Deployment = { id: "ecs-svc/former", status: "ACTIVE", taskDefinition: before, runningCount: 1 };

interface Seen {
  readonly status?: string;
  readonly own?: ServiceDeployment;
  readonly deployments?: Deployment[] | undefined;
  readonly desiredCount?: number | undefined;
  readonly seen?: boolean;
  readonly listed?: boolean;
  readonly previous?: string;
}
function observe(given: Seen): Observation {
  const { status, own, deployments, desiredCount, seen, listed, previous } = {
    deployments: [entry],
    desiredCount: 2,
    seen: true,
    listed: true,
    previous: before,
    ...given,
  };
  return {
    deploymentId: ours,
    revision: current,
    previous,
    service: { deployments, desiredCount },
    own: status ? { status: status as ServiceDeploymentStatus, ...own } : undefined,
    seen,
    listed,
  };
}

const inProgress = (why: string, near?: boolean): State => ({
  kind: "in-progress",
  why,
  ...(near === undefined ? {} : { near }),
});
const going = inProgress("1 of 2 running, 1 pending", false);
const unlisted = inProgress("ECS does not list it yet");
const deployed: State = { kind: "deployed" };
const superseded: State = { kind: "superseded", reason: "another deployment, of family:9, took its place" };
const idle: State = { kind: "idle", reason: "no task is desired, so nothing could be judged" };
const failedToStart: State = { kind: "failed", reason: "tasks failed to start" };
const stopped = (reason = "ECS gave no reason"): State => ({ kind: "stopped", reason });

describe("what ECS calls SUCCESSFUL", () => {
  test.each<[string, Seen, State]>([
    ["is deployed when its tasks run", { deployments: [complete] }, deployed],
    [
      "is not while one of its tasks does not run",
      { deployments: [{ ...complete, runningCount: 1 }] },
      inProgress("1 of 2 running, 0 pending", false),
    ],
    ["is with more tasks than are desired", { deployments: [{ ...complete, runningCount: 3 }] }, deployed],
    [
      "is not while the service wants more tasks than the deployment knows of",
      { deployments: [complete], desiredCount: 3 },
      inProgress("2 of 2 running, 0 pending", true),
    ],
    [
      "is not while the deployment wants more tasks than run, though the service wants no more",
      { deployments: [{ ...complete, runningCount: 1 }], desiredCount: 1 },
      inProgress("1 of 2 running, 0 pending", false),
    ],
    [
      "is where the service does not say what it desires",
      { deployments: [complete], desiredCount: undefined },
      deployed,
    ],
    [
      "is near, and not yet there, while DescribeServices says that it rolls out",
      { deployments: [{ ...complete, rolloutState: "IN_PROGRESS" }] },
      inProgress("2 of 2 running, 0 pending", true),
    ],
    [
      "is not when counts are missing",
      { deployments: [{ id: ours, status: "PRIMARY", rolloutState: "COMPLETED" }], desiredCount: undefined },
      inProgress("0 of 0 running, 0 pending", false),
    ],
    [
      "is not while tasks of the deployments before still run",
      { deployments: [complete, former, { ...former, taskDefinition: revision("family:6") }] },
      inProgress("tasks of the deployment before (family:7, family:6) still run", true),
    ],
    [
      "is when the deployments before run nothing, or don't say",
      {
        deployments: [{ ...former, runningCount: 0 }, { ...former, runningCount: undefined }, complete],
      },
      deployed,
    ],
    ["is idle, never deployed, when no task is desired", { deployments: [complete], desiredCount: 0 }, idle],
    [
      "is superseded when another is primary",
      { deployments: [{ ...complete, status: "ACTIVE" }, another] },
      superseded,
    ],
    ["is superseded when it was listed and is gone", { deployments: [another] }, superseded],
    ["is waited for while it was never listed, whoever is primary", { deployments: [another], seen: false }, unlisted],
    ["is waited for where the service lists nothing", { deployments: undefined }, unlisted],
    [
      "is no success when it is not the primary one, though nobody else is",
      { deployments: [{ ...complete, status: "ACTIVE" }] },
      inProgress("2 of 2 running, 0 pending", true),
    ],
  ])("%s", (_, seen, state) => expect(judge(observe({ status: "SUCCESSFUL", ...seen }))).toEqual(state));
});

describe("a service deployment that is", () => {
  test.each<[string, Seen, State]>([
    ["PENDING goes on", { status: "PENDING" }, going],
    [
      "IN_PROGRESS goes on, and counts the tasks that failed",
      { status: "IN_PROGRESS", deployments: [{ ...entry, failedTasks: 3 }] },
      inProgress("1 of 2 running, 1 pending, 3 failed", false),
    ],
    [
      "IN_PROGRESS has no word for no failed task",
      { status: "IN_PROGRESS", deployments: [{ ...entry, failedTasks: 0 }] },
      going,
    ],
    [
      "IN_PROGRESS is near its end when all its tasks run",
      { status: "IN_PROGRESS", deployments: [{ ...entry, runningCount: 2, pendingCount: 0 }] },
      inProgress("2 of 2 running, 0 pending", true),
    ],
    [
      "IN_PROGRESS is not near anything when it desires no task",
      { status: "IN_PROGRESS", deployments: [{ ...entry, desiredCount: 0, runningCount: 0, pendingCount: 0 }] },
      inProgress("0 of 0 running, 0 pending", false),
    ],
    [
      "IN_PROGRESS is waited for where ECS does not list it among the service's",
      { status: "IN_PROGRESS", deployments: [] },
      unlisted,
    ],
    [
      "IN_PROGRESS is waited for where the service lists nothing",
      { status: "IN_PROGRESS", deployments: undefined },
      unlisted,
    ],
    [
      "IN_PROGRESS is superseded when it was listed and is gone, and another is primary",
      { status: "IN_PROGRESS", deployments: [another] },
      superseded,
    ],
    [
      "IN_PROGRESS is waited for while it was never listed, whoever is primary",
      { status: "IN_PROGRESS", deployments: [another], seen: false },
      unlisted,
    ],
    [
      "IN_PROGRESS goes on while it is listed, whoever is primary",
      { status: "IN_PROGRESS", deployments: [{ ...entry, status: "ACTIVE" }, another] },
      going,
    ],
    ["IN_PROGRESS is failed when the service says so", { status: "IN_PROGRESS", deployments: [failed] }, failedToStart],
    ["STOP_REQUESTED is not stopped yet", { status: "STOP_REQUESTED" }, going],
    [
      "ROLLBACK_REQUESTED is rolling back",
      { status: "ROLLBACK_REQUESTED", own: { statusReason: "circuit breaker." } },
      { kind: "rolling-back", reason: "circuit breaker" },
    ],
    [
      "ROLLBACK_IN_PROGRESS is rolling back",
      { status: "ROLLBACK_IN_PROGRESS" },
      { kind: "rolling-back", reason: "ECS gave no reason" },
    ],
    [
      "ROLLBACK_SUCCESSFUL is rolled back, and no success",
      { status: "ROLLBACK_SUCCESSFUL", deployments: [complete] },
      { kind: "rolled-back", reason: "ECS gave no reason" },
    ],
    [
      "ROLLBACK_FAILED is failed",
      { status: "ROLLBACK_FAILED", own: { statusReason: "no capacity" } },
      { kind: "failed", reason: "its rollback failed: no capacity" },
    ],
    ["STOPPED by somebody is stopped", { status: "STOPPED", own: { statusReason: "by hand" } }, stopped("by hand")],
    ["STOPPED since another came is superseded", { status: "STOPPED", deployments: [another] }, superseded],
    [
      "STOPPED since another came that does not name its revision is superseded",
      { status: "STOPPED", deployments: [{ ...another, taskDefinition: undefined }] },
      { kind: "superseded", reason: "another deployment, of , took its place" },
    ],
    [
      "STOPPED since another of the same revision came, which it had before, is superseded",
      { status: "STOPPED", deployments: [{ ...another, taskDefinition: current }], previous: current },
      { kind: "superseded", reason: "another deployment, of family:8, took its place" },
    ],
    ["STOPPED on its way back is stopped, not superseded", { status: "STOPPED", deployments: [back] }, stopped()],
    ["STOPPED is stopped where the service lists nothing", { status: "STOPPED", deployments: undefined }, stopped()],
    [
      "STOPPED is stopped while a deployment that is not primary lies there",
      { status: "STOPPED", deployments: [entry, { ...another, status: "ACTIVE" }] },
      stopped(),
    ],
    ["STOPPED after it had failed is failed", { status: "STOPPED", deployments: [failed] }, failedToStart],
    ["in a state that nobody knows goes on, and is named", { status: "PAUSED" }, inProgress("ECS says PAUSED")],
  ])("%s", (_, seen, state) => expect(judge(observe(seen))).toEqual(state));
});

test.each<[string, ServiceDeployment["lifecycleHookDetails"], string]>([
  ["is told", undefined, ""],
  [
    "is paused where one of its hooks waits for somebody",
    [{ status: "SUCCEEDED" }, { status: "AWAITING_ACTION" }],
    ", where it is paused until somebody continues it",
  ],
  ["is not where none does", [{ status: "SUCCEEDED" }], ""],
])("the stage of a service deployment that goes on %s", (_, hooks, paused) => {
  const own = { lifecycleStage: "BAKE_TIME", ...(hooks && { lifecycleHookDetails: hooks }) } as const;
  const why = `1 of 2 running, 1 pending, at its stage BAKE_TIME${paused}`;
  expect(judge(observe({ status: "IN_PROGRESS", own }))).toEqual(inProgress(why, false));
});

describe("where ECS lists no service deployment of ours", () => {
  test.each<[string, Seen, State]>([
    ["nothing of it is lag", { deployments: [], seen: false }, unlisted],
    ["another primary is lag too before ours was seen", { deployments: [another], seen: false }, unlisted],
    ["another primary has taken over once ours was seen", { deployments: [another] }, superseded],
    ["the way back as primary has taken nothing over", { deployments: [back] }, unlisted],
    ["no primary at all has taken nothing over", { deployments: [] }, unlisted],
    ["ours is failed when the service says so", { deployments: [failed] }, failedToStart],
    ["ours goes on while it rolls out", {}, going],
    [
      "ours goes on even when it is complete, since it may be listed yet",
      { deployments: [complete] },
      inProgress("2 of 2 running, 0 pending", true),
    ],
    [
      "ours is judged by its tasks where it had been complete before",
      { deployments: [complete], listed: false },
      deployed,
    ],
    [
      "ours is waited for where it had been complete, and tasks do not run",
      { deployments: [entry], listed: false },
      going,
    ],
  ])("%s", (_, seen, state) => expect(judge(observe(seen))).toEqual(state));
});

describe("the reason", () => {
  const alarms = { triggeredAlarmNames: ["5xx", "slow"] };
  test.each<[string, ServiceDeployment, Deployment, string]>([
    ["is the rollback's first", { rollback: { reason: "breaker" }, statusReason: "other" }, failed, "breaker"],
    ["is the deployment's then", { rollback: {}, statusReason: "other" }, failed, "other"],
    ["is the service's else", { rollback: { reason: "" }, statusReason: "" }, failed, "tasks failed to start"],
    ["is that there is none", {}, entry, "ECS gave no reason"],
    [
      "loses its last full stop alone",
      { statusReason: "v1.2 failed. See the log." },
      entry,
      "v1.2 failed. See the log",
    ],
    [
      "names the alarms that it does not name itself",
      { statusReason: "Alarms.", alarms },
      entry,
      "Alarms (alarm 5xx, slow)",
    ],
    ["names no alarm twice", { statusReason: "5xx rang", alarms }, entry, "5xx rang (alarm slow)"],
  ])("%s", (_, own, mine, reason) => {
    expect(judge(observe({ status: "ROLLBACK_SUCCESSFUL", own, deployments: [mine] }))).toEqual({
      kind: "rolled-back",
      reason,
    });
  });
});
