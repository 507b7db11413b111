import { describe, expect, test } from "@jest/globals";
import { crashed, run, wire } from "./testing/rollout";
import type { Glance } from "./testing/scripted-cluster";

type Raw = Extract<Glance, { is: "raw" }>;

/** One glance: the service deployment's status, and our entry in DescribeServices. */
const at = (status: string, entry: object = { runningCount: 0 }, more: Partial<Raw> = {}): Raw => ({
  is: "raw",
  own: { status },
  entry,
  former: { runningCount: 1 },
  running: { ours: 0, former: 1 },
  ...more,
});
const complete = { rolloutState: "COMPLETED" };
const untold = { rolloutState: undefined };
const alone = { former: undefined, running: { ours: 1 } };
const successful = at("SUCCESSFUL", complete, alone);
/** The previous revision is the primary one again; ours is gone. */
const former = { entry: undefined, former: undefined, others: [{ id: "ecs-svc/back" }] };
const going = at("IN_PROGRESS");
const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };

describe("a service deployment that is", () => {
  test.each<[string, readonly Glance[], string, string | RegExp, object?]>([
    ["PENDING, then SUCCESSFUL, is deployed", [at("PENDING"), successful], "deployed", "new image"],
    ["PENDING to the limit is timed out", [at("PENDING")], "timed-out", "not steady after 1 min: 0 of 1 running"],
    ["IN_PROGRESS to the limit is timed out", [going], "timed-out", "not steady after 1 min: 0 of 1 running"],
    [
      "IN_PROGRESS while all its tasks run (a bake time) is not deployed yet",
      [at("IN_PROGRESS", complete, alone)],
      "timed-out",
      "not steady after 1 min: 1 of 1 running",
    ],
    [
      "stable, then rolled back all the same, is rolled back",
      [
        at("IN_PROGRESS", complete, alone),
        at("ROLLBACK_IN_PROGRESS", {}, former),
        at("ROLLBACK_SUCCESSFUL", {}, former),
      ],
      "rolled-back",
      "cashsouk-api:1 runs again",
    ],
    [
      "SUCCESSFUL behind a Classic Load Balancer, where ECS tells no rollout state, is deployed",
      [at("IN_PROGRESS", untold), at("SUCCESSFUL", untold, { running: { ours: 1 } }), at("SUCCESSFUL", untold, alone)],
      "deployed",
      "new image",
    ],
    [
      "rolled back behind a Classic Load Balancer is rolled back, and its former one seen running",
      [at("ROLLBACK_SUCCESSFUL", {}, { ...former, others: [{ id: "ecs-svc/back", ...untold }] })],
      "rolled-back",
      "cashsouk-api:1 runs again",
    ],
    [
      "SUCCESSFUL before DescribeServices says so waits for that",
      [at("SUCCESSFUL", { rolloutState: "IN_PROGRESS" }, alone)],
      "timed-out",
      "1 of 1 running",
    ],
    [
      "SUCCESSFUL with fewer tasks than desired waits for them",
      [at("SUCCESSFUL", { ...complete, runningCount: 0 }, alone)],
      "timed-out",
      "0 of 1 running",
    ],
    [
      "SUCCESSFUL while tasks of the deployment before run waits for their end",
      [at("SUCCESSFUL", complete, { former: { runningCount: 1 }, running: { ours: 1 } })],
      "timed-out",
      "tasks of the deployment before (cashsouk-api:1) still run",
    ],
    [
      "SUCCESSFUL while a task of another revision runs waits for its end",
      [at("SUCCESSFUL", complete, { former: undefined, running: { ours: 1, former: 1 } })],
      "timed-out",
      "1 of cashsouk-api:1 still running",
    ],
    [
      "SUCCESSFUL while none of its tasks runs is not deployed",
      [at("SUCCESSFUL", complete, { former: undefined, running: { ours: 0 } })],
      "timed-out",
      "0 of 1 tasks run",
    ],
    ["STOP_REQUESTED goes on until it is STOPPED", [at("STOP_REQUESTED"), at("STOPPED")], "stopped", "runs again"],
    [
      "ROLLBACK_REQUESTED, IN_PROGRESS, SUCCESSFUL is rolled back with ECS's reason",
      [
        going,
        at("ROLLBACK_REQUESTED", {}, former),
        at("ROLLBACK_IN_PROGRESS", {}, former),
        at(
          "ROLLBACK_SUCCESSFUL",
          {},
          {
            ...former,
            own: { status: "ROLLBACK_SUCCESSFUL", rollback: { reason: "circuit breaker." } },
          },
        ),
      ],
      "rolled-back",
      /^circuit breaker; cashsouk-api:1 runs again \(1 of 1\)$/,
    ],
    [
      "rolled back by an alarm names the alarm",
      [
        at(
          "ROLLBACK_SUCCESSFUL",
          {},
          {
            ...former,
            own: {
              status: "ROLLBACK_SUCCESSFUL",
              rollback: { reason: "Service deployment rolled back because of alarms." },
              alarms: { status: "TRIGGERED", triggeredAlarmNames: ["api-5xx"] },
            },
          },
        ),
      ],
      "rolled-back",
      "because of alarms (alarm api-5xx); cashsouk-api:1 runs again",
    ],
    [
      "ROLLBACK_FAILED is failed",
      [going, at("ROLLBACK_FAILED")],
      "failed",
      "its rollback failed: ECS gave no reason; cashsouk-api:1 runs again",
    ],
    [
      "STOPPED by a breaker without rollback is failed, and we go back",
      [going, at("STOPPED", { rolloutState: "FAILED", rolloutStateReason: "tasks failed to start." })],
      "failed",
      "tasks failed to start; cashsouk-api:1 runs again",
    ],
    [
      "marked FAILED a moment before ECS begins its rollback is rolled back",
      [
        at("IN_PROGRESS", { rolloutState: "FAILED", runningCount: 0 }),
        at("ROLLBACK_IN_PROGRESS", {}, former),
        at("ROLLBACK_SUCCESSFUL", {}, former),
      ],
      "rolled-back",
      "cashsouk-api:1 runs again",
      breaker,
    ],
    [
      "marked FAILED without the rollback that the service asks for is failed, and we go back",
      [at("IN_PROGRESS", { rolloutState: "FAILED", runningCount: 0, rolloutStateReason: "it broke" })],
      "failed",
      "it broke; cashsouk-api:1 runs again",
      breaker,
    ],
    [
      "SUCCESSFUL, and moved back by somebody before all its tasks ran, is superseded and left alone",
      [going, at("SUCCESSFUL", { ...complete, runningCount: 0 }, alone), at("SUCCESSFUL", {}, former)],
      "superseded",
      /^another deployment, back to cashsouk-api:1, took its place$/,
    ],
    [
      "SUCCESSFUL, and not shown at one look, which is read-after-write lag, is deployed",
      [at("SUCCESSFUL", { ...complete, runningCount: 0 }, alone), at("SUCCESSFUL", {}, former), successful],
      "deployed",
      "new image",
    ],
    ["in a state that nobody knows yet is not green", [at("HOVERING")], "timed-out", "ECS says HOVERING"],
    [
      "not the primary one any more, and not on its way back, is superseded",
      [
        going,
        at("STOPPED", {}, { entry: undefined, others: [{ id: "ecs-svc/x", taskDefinition: "a/cashsouk-api:9" }] }),
      ],
      "superseded",
      "another deployment, of cashsouk-api:9, took its place",
    ],
  ])("%s", async (_title, ...[glances, outcome, reason, service]) => {
    const { api, recorded } = await run({
      updates: { api: [glances] },
      request: { waitForMs: 60_000 },
      ...(service ? { service } : {}),
    });
    expect(api).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason instanceof RegExp ? reason : literal(reason)),
    });
    expect(recorded).toHaveLength(outcome === "deployed" ? 1 : 0);
  });
});

const literal = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));

test("a service behind a Classic Load Balancer that runs what it should is green at once", async () => {
  const [glance] = [at("SUCCESSFUL", untold, alone)];
  const request = { images: new Map(), ledger: undefined, versionUrl: undefined };
  const { api, ms } = await run({
    initially: { api: [glance] },
    request,
    script: { ListServiceDeployments: () => ({}) },
  });
  expect(api).toMatchObject({ outcome: "deployed", moved: false });
  expect(ms).toBeLessThan(6000);
});

test("a rollback of ECS's that goes on beyond every limit is timed out, and not disturbed", async () => {
  const glances = [at("ROLLBACK_IN_PROGRESS", {}, { ...former, others: [{ rolloutState: "IN_PROGRESS" }] })];
  const { api } = await run({ updates: { api: [glances] }, request: { waitForMs: 60_000 } });
  expect(api).toMatchObject({ outcome: "timed-out", reason: expect.stringContaining("not confirmed") });
  expect(wire?.actions()).not.toContain("StopServiceDeployment");
  expect(wire?.inputs("UpdateService")).toHaveLength(1);
});

describe("what ECS complains of is in the sentence of a deployment that timed out:", () => {
  test.each([
    [
      "minimumHealthyPercent that can't be met",
      "(service api) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.",
      /was unable to stop or start tasks during a deployment because/,
      /minimumHealthyPercent and maximumPercent let no task/,
    ],
    [
      "no room for a task",
      "(service api) was unable to place a task because no container instance met all of its requirements.",
      /was unable to place a task because no container instance/,
      /no room for the task/,
    ],
  ])("%s", async (_title, message, reason, hint) => {
    const events = [{ id: "1", createdAt: Date.UTC(2026, 10, 22, 1) / 1000, message }];
    const { api, result } = await run({
      updates: { api: [[going]] },
      request: { waitForMs: 60_000 },
      service: { events },
    });
    expect(api).toMatchObject({ outcome: "timed-out", reason: expect.stringMatching(reason) });
    expect(result.hints.get("api")).toMatch(hint);
  });
  test("without a circuit breaker, the first task that stopped", async () => {
    const { api } = await run({
      updates: { api: [[at("IN_PROGRESS", { runningCount: 0, failedTasks: 4 })]] },
      request: { waitForMs: 60_000 },
      stoppedTasks: [crashed()],
    });
    expect(api?.reason).toMatch(/0 of 1 running, 0 pending, 4 failed; the container api exited with 1; /);
  });
});
