import { fault, raw } from "@cashsouk/testing/aws-wire";
import { golden } from "@cashsouk/testing/golden";
import { describe, expect, test } from "@jest/globals";
import { requireSuccess, taskSummary } from "./report";
import { exited, line, run, running, task } from "./testing/migration-task";

describe("a task that fails", () => {
  test.each([
    ["an exit code other than 0", exited(3), "failed", "migrations exited with 3", "The end of its log says why"],
    [
      "out of memory",
      exited(137, { reason: "OutOfMemoryError: Container killed due to memory usage" }),
      "failed",
      "migrations exited with 137: OutOfMemoryError: Container killed due to memory usage",
      "give the task more",
    ],
    [
      "killed, without a reason",
      exited(137),
      "failed",
      "migrations exited with 137: killed (SIGKILL: out of memory, or stopped after its grace period)",
      "give the task more",
    ],
    [
      "an image that can't be pulled",
      task({
        lastStatus: "STOPPED",
        startedAt: undefined,
        stopCode: "TaskFailedToStart",
        stoppedReason: "CannotPullContainerError: repo/api@sha256:old: not found",
        containers: [{ name: "migrations" }],
      }),
      "no-exit-code",
      "migrations has no exit code: TaskFailedToStart: CannotPullContainerError: repo/api@sha256:old: not found",
      "may the execution role read its repository?",
    ],
    [
      "a missing secret",
      task({
        lastStatus: "STOPPED",
        startedAt: undefined,
        stopCode: "TaskFailedToStart",
        stoppedReason: "ResourceInitializationError: unable to pull secrets: ResourceNotFoundException",
        containers: [{ name: "migrations" }],
      }),
      "no-exit-code",
      "migrations has no exit code: TaskFailedToStart: ResourceInitializationError: unable to pull secrets: ResourceNotFoundException",
      "does each secret exist",
    ],
    [
      "stopped by a person, though its process ends well",
      task({
        lastStatus: "STOPPED",
        stopCode: "UserInitiated",
        stoppedReason: "Task stopped by a user",
        containers: [{ name: "migrations", exitCode: 0 }],
      }),
      "failed",
      "migrations exited with 0, but its task was stopped: UserInitiated: Task stopped by a user",
      "The end of its log says why",
    ],
    [
      "taken back by Spot",
      task({
        lastStatus: "STOPPED",
        stopCode: "SpotInterruption",
        stoppedReason: "Your Spot Task was interrupted.",
        containers: [{ name: "migrations", exitCode: 0 }],
      }),
      "failed",
      "migrations exited with 0, but its task was stopped: SpotInterruption: Your Spot Task was interrupted.",
      "not on FARGATE_SPOT",
    ],
    [
      "an exit code that never comes",
      exited(undefined),
      "no-exit-code",
      "migrations has no exit code: EssentialContainerExited: Essential container in task exited",
      "the reason is ECS's own",
    ],
  ])("%s", async (_title, answer, kind, reason, hint) => {
    const result = await run({ DescribeTasks: [running, answer] });
    expect(result.verdict).toMatchObject({ kind, reason });
    expect(() => requireSuccess("Migration", result)).toThrow(
      expect.objectContaining({ message: `Migration: ${reason}`, hint: expect.stringContaining(hint) }),
    );
  });

  test("an exit code that comes a little after the stop is waited for", async () => {
    const { verdict } = await run({ DescribeTasks: [running, exited(undefined), exited(undefined), exited(0)] });
    expect(verdict.kind).toBe("succeeded");
  });

  test.each([
    ["P1001: Can't reach database server", "P1001: the database can't be reached"],
    ["Error: P1002", "P1002: the database timed out"],
    ["Error: P3009", "P3009: an earlier migration failed"],
    ["Error: P3018", "P3018: a migration's SQL failed"],
    ["REVIEWED_MIGRATIONS: nothing was applied", "plan again, review what it shows"],
    ["exec /usr/local/bin/node: exec format error", "The image was built for another CPU"],
  ])("%s in its log comes with a hint", async (text, hint) => {
    const result = await run({
      DescribeTasks: [exited(1)],
      GetLogEvents: [
        { events: [line(text)], nextForwardToken: "f/1" },
        { events: [], nextForwardToken: "f/1" },
      ],
    });
    expect(() => requireSuccess("Migration", result)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining(hint) }),
    );
  });

  test("its summary shows the reason, the hint and the end of the log", async () => {
    const result = await run({
      DescribeTasks: [running, exited(1)],
      GetLogEvents: [
        {
          events: [line("Applying migration `002_notes`"), line("Error: P3018"), line('ERROR: relation "note" exists')],
          nextForwardToken: "f/1",
        },
        { events: [], nextForwardToken: "f/1" },
      ],
    });
    const summary = taskSummary("Migration", result);
    expect(summary).toBe(golden(__dirname, "task-failed.md", summary));
  });
});

describe("what can't be known is called unknown, never green", () => {
  test("expired credentials", async () => {
    await expect(
      run({ DescribeTasks: [running, fault("ExpiredTokenException", "The security token is expired")] }),
    ).rejects.toMatchObject({ code: "credentials-expired", message: expect.stringContaining("is unknown") });
  });

  test("a task that ECS no longer lists", async () => {
    await expect(run({ DescribeTasks: [running, { tasks: [], failures: [{ reason: "MISSING" }] }] })).rejects.toThrow(
      "ECS does not list it (MISSING)",
    );
  });

  test("but a task that ECS does not list at one look, or that a proxy answers for, is looked at again", async () => {
    const missing = { tasks: [], failures: [{ reason: "MISSING" }] };
    const page = raw(200, { "content-type": "text/html" }, "<html>Please sign in</html>");
    const { verdict } = await run({ DescribeTasks: [running, missing, page, running, exited(0)] });
    expect(verdict.kind).toBe("succeeded");
  });

  test("a task that may not be looked at", async () => {
    await expect(
      run({ DescribeTasks: [{ tasks: [], failures: [{ reason: "ACCESS_DENIED", detail: "not yours" }] }] }),
    ).rejects.toThrow("is unknown: ACCESS_DENIED not yours");
  });
});
