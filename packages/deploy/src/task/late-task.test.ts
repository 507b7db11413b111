import type { Script } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { cluster, run, running, stoppedByUs, task, taskArn, wire } from "./testing/migration-task";

describe("a task that takes too long", () => {
  const stopping: Script = {
    DescribeTasks: () =>
      wire.actions().includes("StopTask") ? stoppedByUs : task({ startedAt: undefined, lastStatus: "PENDING" }),
  };

  test("to start is stopped, and that is confirmed", async () => {
    const { verdict } = await run(stopping);
    expect(verdict).toEqual({
      kind: "not-started",
      reason: "it did not start within 3 min (PENDING); it was stopped",
    });
  });

  test("to end is stopped", async () => {
    const { verdict, elapsedMs } = await run(
      { DescribeTasks: () => (wire.actions().includes("StopTask") ? stoppedByUs : running) },
      { waitForMs: 5 * 60_000 },
    );
    expect(verdict).toEqual({ kind: "timed-out", reason: "it did not end within 5 min; it was stopped" });
    expect(elapsedMs).toBeLessThan(330_000);
  });

  test("to stop is told to be possibly running still", async () => {
    const { verdict } = await run({ DescribeTasks: () => running }, { waitForMs: 60_000 });
    expect(verdict.reason).toMatch(/could not be confirmed: it may still run$/);
  });

  test("because its run was cancelled is stopped at once", async () => {
    const { verdict } = await run(
      { DescribeTasks: () => (wire.actions().includes("StopTask") ? stoppedByUs : running) },
      {},
      10_000,
    );
    expect(verdict).toEqual({ kind: "cancelled", reason: "the run was cancelled; it was stopped" });
    expect(wire.inputs("StopTask")).toEqual([{ cluster, task: taskArn, reason: "the run was cancelled" }]);
  });
});
