import { fault } from "@cashsouk/testing/aws-wire";
import { golden } from "@cashsouk/testing/golden";
import { describe, expect, test } from "@jest/globals";
import { requireDeployed, rolloutSummary } from "./report";
import { crashed, run, wire } from "./testing/rollout";
import { crash, definitionArn, good } from "./testing/scripted-cluster";

describe("a rollout that fails", () => {
  test("a crashing image is red with its reason", async () => {
    const { result, api, lines, recorded } = await run({
      updates: { api: [crash] },
      stoppedTasks: [crashed()],
      logLines: ["starting", "Error: DATABASE_URL is missing", "    at main.js:3", "Node.js v24"],
    });
    expect(api).toMatchObject({
      outcome: "rolled-back",
      reason:
        "ECS deployment circuit breaker: tasks failed to start; " +
        'the container api exited with 1: "Error: DATABASE_URL is missing"; cashsouk-api:1 runs again (1 of 1)',
    });
    expect(() => requireDeployed(result, false)).toThrow("api: rolled-back: ECS deployment circuit breaker");
    expect(lines).toEqual(expect.arrayContaining(["! cashsouk-api: task 0 stopped: the container api exited with 1"]));
    expect(wire?.inputs("DeregisterTaskDefinition")).toEqual([{ taskDefinition: definitionArn("cashsouk-api", 2) }]);
    expect(recorded).toEqual([]);
    const summary = rolloutSummary("cashsouk-local", result, false);
    expect(summary).toBe(golden(__dirname, "crashed.md", summary));
  });

  test.each([
    [
      "out of memory",
      crashed({
        containers: [{ name: "api", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }],
      }),
      "the container api exited with 137 (OutOfMemoryError: Container killed due to memory usage)",
    ],
    [
      "an image that can't be pulled",
      crashed({
        stopCode: "TaskFailedToStart",
        stoppedReason: "CannotPullContainerError: not found",
        containers: [{ name: "api" }],
      }),
      "CannotPullContainerError: not found",
    ],
    [
      "a missing secret",
      crashed({
        stopCode: "TaskFailedToStart",
        stoppedReason: "ResourceInitializationError: unable to pull secrets",
        containers: [],
      }),
      "ResourceInitializationError: unable to pull secrets",
    ],
    [
      "a failing health check",
      crashed({
        stopCode: "ServiceSchedulerInitiated",
        stoppedReason: "Task failed ELB health checks in (target-group api)",
        containers: [{ name: "api", exitCode: 137 }],
      }),
      "Task failed ELB health checks in (target-group api)",
    ],
    [
      "a process that ends by itself",
      crashed({ containers: [{ name: "api", exitCode: 0 }] }),
      "the container api exited with 0, though it should run",
    ],
  ])("%s is told as the reason", async (_title, task, sentence) => {
    const { api } = await run({ updates: { api: [crash] }, stoppedTasks: [task] });
    expect(api?.reason).toContain(`; ${sentence}; cashsouk-api:1 runs again`);
  });

  test("without a circuit breaker's rollback is rolled back by us, and the old revision proved healthy", async () => {
    const { api } = await run({ updates: { api: [[{ is: "in-progress" }, { is: "gave-up" }]] } });
    expect(api).toMatchObject({ outcome: "failed", reason: expect.stringContaining("cashsouk-api:1 runs again") });
    expect(wire?.inputs("UpdateService")).toMatchObject([{}, { taskDefinition: definitionArn("cashsouk-api", 1) }]);
  });

  test("with on-failure: none leaves it as it is", async () => {
    const { api } = await run({ updates: { api: [[{ is: "gave-up" }]] }, request: { onFailure: "none" } });
    expect(api?.outcome).toBe("failed");
    expect(wire?.inputs("UpdateService")).toHaveLength(1);
    expect(wire?.actions()).not.toContain("DeregisterTaskDefinition");
  });

  test("IN_PROGRESS until the limit is timed out and rolled back by ECS at our word", async () => {
    const { api, ms } = await run({
      updates: { api: [[{ is: "in-progress", running: 0 }]] },
      request: { waitForMs: 60_000 },
    });
    expect(api).toMatchObject({
      outcome: "timed-out",
      reason: "not steady after 1 min: 0 of 1 running, 1 pending; cashsouk-api:1 runs again (1 of 1)",
    });
    expect(wire?.inputs("StopServiceDeployment")).toMatchObject([{ stopType: "ROLLBACK" }]);
    expect(ms).toBeLessThan(90_000);
  });

  test("a deployment that never appears is timed out and rolled back", async () => {
    const { api } = await run({ updates: { api: [[{ is: "lag" }], good] }, request: { waitForMs: 60_000 } });
    expect(api).toMatchObject({ outcome: "timed-out", reason: expect.stringContaining("ECS does not list it yet") });
  });

  test("superseded by another's deployment leaves that one alone", async () => {
    const { api } = await run({ updates: { api: [[{ is: "in-progress" }, { is: "superseded" }]] } });
    expect(api).toMatchObject({
      outcome: "superseded",
      reason: "another deployment, of cashsouk-api:99, took its place",
    });
    expect(wire?.inputs("UpdateService")).toHaveLength(1);
    expect(wire?.actions()).not.toContain("StopServiceDeployment");
  });

  test("stopped by a person is stopped, not deployed", async () => {
    const { api } = await run({ updates: { api: [[{ is: "in-progress" }, { is: "stopped" }], good] } });
    expect(api).toMatchObject({ outcome: "stopped", reason: expect.stringContaining("was stopped by a user") });
  });

  test("a rollback that fails says so", async () => {
    const { api } = await run({
      updates: { api: [[{ is: "in-progress" }, { is: "rollback-failed" }], [{ is: "gave-up" }]] },
    });
    expect(api).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(
        /its rollback failed: .*the way back is not confirmed: cashsouk-api:1 fails as well/,
      ),
    });
  });

  test("/version that answers another key is rolled back after its limit", async () => {
    const { api } = await run({ get: () => ({ status: 200, body: '{"key":"cdcdcdcdcdcdcdcd"}' }) });
    expect(api).toMatchObject({
      outcome: "failed",
      reason:
        "the tasks are steady, but https://api.example.test/version answers key cdcdcdcdcdcd, wanted abababababab (asked for 90 s); " +
        "cashsouk-api:1 runs again (1 of 1)",
    });
  });

  test("a health address that answers 503 is red", async () => {
    const { api } = await run({ get: () => ({ status: 503, body: "" }) });
    expect(api?.reason).toContain("https://api.example.test/healthz answers 503, wanted 200");
  });

  test("a release that can't be recorded is red, though it runs", async () => {
    const { api } = await run({ script: { PutParameter: () => fault("AccessDeniedException", "not allowed") } });
    expect(api).toMatchObject({
      outcome: "failed",
      moved: true,
      reason: expect.stringContaining("could not be recorded in /released"),
    });
  });

  test("expired credentials make the outcome unknown, never green", async () => {
    const { api } = await run({
      script: { DescribeServiceDeployments: () => fault("ExpiredTokenException", "The security token is expired") },
    });
    expect(api).toMatchObject({
      outcome: "failed",
      moved: true,
      reason: expect.stringContaining("is unknown (ExpiredTokenException)"),
    });
  });
});
