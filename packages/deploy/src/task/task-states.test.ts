import type { ECS } from "@aws-sdk/client-ecs";
import { describe, expect, test } from "@jest/globals";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { silentLog } from "../log";
import { findStarted } from "./stop-task";
import {
  cluster,
  container,
  definition,
  exited,
  line,
  run,
  running,
  stoppedByUs,
  task,
  taskArn,
  wire,
} from "./testing/migration-task";

const before = ["PROVISIONING", "PENDING", "ACTIVATING"];
const after = ["DEACTIVATING", "STOPPING", "DEPROVISIONING"];
const own = (fields: object) => ({ name: "migrations", ...fields });

test("every state of a task is told once, and only STOPPED is judged", async () => {
  const states = [
    ...before.map((lastStatus) => task({ lastStatus, startedAt: undefined, containers: [own({})] })),
    running,
    running,
    // Its container has exited, with 0; the task has not ended yet.
    ...after.map((lastStatus) => task({ lastStatus, containers: [own({ exitCode: 0, lastStatus: "STOPPED" })] })),
  ];
  const { verdict, lines } = await run({ DescribeTasks: [...states, exited(3)] });
  expect(verdict).toMatchObject({ kind: "failed", exitCode: 3 });
  expect(lines.filter((text) => text.startsWith("Task is "))).toEqual(
    [...before, "RUNNING", ...after, "STOPPED"].map((state) => `Task is ${state}`),
  );
});

describe("a stopped task", () => {
  const stopped = (stopCode: string, exitCode?: number) =>
    task({ lastStatus: "STOPPED", stopCode, stoppedReason: "why", containers: [own({ exitCode })] });

  test.each([
    ["TaskFailedToStart"],
    ["UserInitiated"],
    ["ServiceSchedulerInitiated"],
    ["SpotInterruption"],
    ["TerminationNotice"],
  ])("by %s is red, with an exit code of 0 and without one", async (stopCode) => {
    const zero = await run({ DescribeTasks: [running, stopped(stopCode, 0)] });
    expect(zero.verdict).toMatchObject({
      kind: "failed",
      reason: `migrations exited with 0, but its task was stopped: ${stopCode}: why`,
    });
    const none = await run({ DescribeTasks: [running, stopped(stopCode)] });
    expect(none.verdict).toEqual({ kind: "no-exit-code", reason: `migrations has no exit code: ${stopCode}: why` });
  });

  test("by EssentialContainerExited is judged by its exit code", async () => {
    expect((await run({ DescribeTasks: [running, stopped("EssentialContainerExited", 0)] })).verdict.kind).toBe(
      "succeeded",
    );
  });

  test("by no stop code at all is red", async () => {
    const bare = task({ lastStatus: "STOPPED", containers: [own({ exitCode: 0 })] });
    expect((await run({ DescribeTasks: [running, bare] })).verdict).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("no stop code: ECS gave no reason"),
    });
  });
});

test("a task that ECS shows as DELETED, and no more as STOPPED, is judged as well, and waited for no longer", async () => {
  const deleted = task({
    lastStatus: "DELETED",
    stopCode: "EssentialContainerExited",
    containers: [{ name: "migrations", exitCode: 0 }],
  });
  const { verdict, elapsedMs } = await run({ DescribeTasks: [running, deleted] });
  expect(verdict.kind).toBe("succeeded");
  expect(elapsedMs).toBeLessThan(30_000);
});

describe("a judged container that its task outlives", () => {
  const of = (fields: object) => ({
    DescribeTaskDefinition: () => ({
      taskDefinition: {
        ...definition,
        containerDefinitions: [
          { ...container, essential: false, ...fields },
          { name: "proxy", image: "p:1" },
        ],
      },
    }),
  });
  const change = { container: "migrations" };
  const proxy = { name: "proxy", lastStatus: "RUNNING" };
  const ended = (exitCode?: number) =>
    task({ lastStatus: "RUNNING", containers: [own({ lastStatus: "STOPPED", exitCode }), proxy] });
  const untilStopped = (look: object) => () => (wire.actions().includes("StopTask") ? stoppedByUs : look);

  test.each([
    ["0", 0, { kind: "succeeded", exitCode: 0, reason: "migrations exited with 0" }],
    ["3", 3, { kind: "failed", exitCode: 3, reason: "migrations exited with 3" }],
    [
      "no exit code",
      undefined,
      { kind: "no-exit-code", reason: "migrations has no exit code: no stop code: ECS gave no reason" },
    ],
  ])("is judged when it has ended with %s, and the task is stopped", async (_title, code, verdict) => {
    const result = await run({ ...of({}), DescribeTasks: untilStopped(ended(code)) }, change);
    const reason = `${verdict.reason}; its task, which went on without it, was stopped`;
    expect(result.verdict).toEqual({ ...verdict, reason });
    expect(wire.inputs("StopTask")).toMatchObject([{ task: taskArn, reason: "migrations has ended" }]);
  });

  test("is asked for again while its exit code is missing", async () => {
    const looks = [running, ended(), ended(0), stoppedByUs];
    expect((await run({ ...of({}), DescribeTasks: looks }, change)).verdict.kind).toBe("succeeded");
  });

  test("is judged all the same where nobody confirms that the task was stopped, and that is said", async () => {
    const { verdict } = await run({ ...of({}), DescribeTasks: () => ended(0) }, change);
    expect(verdict).toMatchObject({
      kind: "succeeded",
      reason:
        "migrations exited with 0; its task went on without it and was told to stop, which could not be confirmed: it may still run",
    });
  });

  test("and that ECS starts anew by its restart policy has not ended for good", async () => {
    const { verdict } = await run(
      { ...of({ restartPolicy: { enabled: true } }), DescribeTasks: untilStopped(ended(1)) },
      { ...change, waitForMs: 60_000 },
    );
    expect(verdict.kind).toBe("timed-out");
  });
});

describe("an essential sidecar", () => {
  const essential = {
    DescribeTaskDefinition: () => ({
      taskDefinition: { ...definition, containerDefinitions: [container, { name: "proxy", image: "p:1" }] },
    }),
  };
  const change = { container: "migrations" };
  const ended = (exitCode: number, proxy: number | undefined, more: object = {}) =>
    task({
      lastStatus: "STOPPED",
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
      containers: [own({ exitCode }), { name: "proxy", exitCode: proxy, ...more }],
    });
  const migrated = task({
    lastStatus: "DEPROVISIONING",
    containers: [own({ lastStatus: "STOPPED", exitCode: 0 }), { name: "proxy", lastStatus: "RUNNING" }],
  });
  const proxyDown = task({
    lastStatus: "RUNNING",
    containers: [own({ lastStatus: "RUNNING" }), { name: "proxy", lastStatus: "STOPPED", exitCode: 1 }],
  });

  test("that ends first takes the task down: an exit with 0 after it is no success", async () => {
    const { verdict } = await run({ ...essential, DescribeTasks: [running, proxyDown, ended(0, 1)] }, change);
    expect(verdict).toMatchObject({
      kind: "failed",
      reason: "migrations exited with 0, but the essential container proxy had ended first",
    });
  });

  test.each([["PENDING"], ["RUNNING"]])(
    "that ends first while the judged one is %s is no success",
    async (lastStatus) => {
      const look = task({
        lastStatus: "RUNNING",
        containers: [own({ lastStatus }), { name: "proxy", lastStatus: "STOPPED", exitCode: 0 }],
      });
      const { verdict } = await run({ ...essential, DescribeTasks: [running, look, ended(0, 0)] }, change);
      expect(verdict.reason).toBe("migrations exited with 0, but the essential container proxy had ended first");
    },
  );

  test("that ends first is named beside the exit code of what was told to stop", async () => {
    const { verdict } = await run({ ...essential, DescribeTasks: [running, proxyDown, ended(143, 1)] }, change);
    expect(verdict.reason).toBe(
      "migrations exited with 143: terminated (SIGTERM); the essential container proxy exited with 1 first",
    );
  });

  test("that ECS has started anew by its restart policy has not ended, though it bears an exit code", async () => {
    const restarted = task({
      lastStatus: "RUNNING",
      containers: [own({ lastStatus: "RUNNING" }), { name: "proxy", lastStatus: "RUNNING", exitCode: 1 }],
    });
    const { verdict } = await run({ ...essential, DescribeTasks: [restarted, migrated, ended(0, 143)] }, change);
    expect(verdict.kind).toBe("succeeded");
  });

  test("that was seen to end last does not fail it, whatever it exits with", async () => {
    const { verdict } = await run({ ...essential, DescribeTasks: [running, migrated, ended(0, 1)] }, change);
    expect(verdict).toEqual({ kind: "succeeded", exitCode: 0, reason: "migrations exited with 0" });
  });

  test.each([
    ["fails", 1, {}, "exited with 1"],
    ["runs out of memory", 137, { reason: "OutOfMemoryError" }, "exited with 137 (OutOfMemoryError)"],
  ])("that %s, before or after it nobody saw, is no success", async (_title, code, more, told) => {
    const { verdict } = await run({ ...essential, DescribeTasks: [running, ended(0, code, more)] }, change);
    expect(verdict).toEqual({
      kind: "failed",
      exitCode: 0,
      reason: `migrations exited with 0, but the essential container proxy ${told}, and which ended first is not known`,
    });
  });

  test("that has no exit code is asked for again, and is no success without one", async () => {
    const none = ended(0, undefined, { reason: "DockerStateError" });
    const late = await run({ ...essential, DescribeTasks: [running, none, ended(0, 143)] }, change);
    expect(late.verdict.kind).toBe("succeeded");
    const never = await run({ ...essential, DescribeTasks: [running, none] }, change);
    expect(never.verdict).toEqual({
      kind: "no-exit-code",
      reason:
        "migrations exited with 0, but proxy has no exit code: EssentialContainerExited: " +
        "DockerStateError; Essential container in task exited",
    });
  });

  test.each([
    [143, ""],
    [0, "; the essential container proxy exited with 0, and which ended first is not known"],
    [137, "; the essential container proxy exited with 137, and which ended first is not known"],
  ])(
    "that exits with %i, as one that is told to stop, does not fail it, and what is not known is said and warned of",
    async (code, told) => {
      const { verdict, lines } = await run({ ...essential, DescribeTasks: [running, ended(0, code)] }, change);
      expect(verdict).toMatchObject({ kind: "succeeded", exitCode: 0, reason: `migrations exited with 0${told}` });
      const warned = lines.filter((text) => text.startsWith("warning: "));
      expect(warned).toEqual(told ? [`warning: migrations exited with 0${told}`] : []);
    },
  );
});

describe("its log", () => {
  test("gives the workflow no command: a lone CR ends a line, and ##[ is set apart", async () => {
    const { lines } = await run({
      GetLogEvents: [
        { events: [line("a\r::set-output name=x::y\n##[add-mask]z")], nextForwardToken: "f/1" },
        { events: [], nextForwardToken: "f/1" },
      ],
    });
    const shown = lines.filter((text) => /set-output|add-mask/.test(text));
    expect(shown).toEqual(["  | : :set-output name=x::y", "  | ## [add-mask]z"]);
    expect(lines.filter((text) => text.includes("\r"))).toEqual([]);
  });

  test("that is written faster than it is read keeps nobody from the limit", async () => {
    let page = 0;
    const { verdict } = await run(
      {
        GetLogEvents: () => ({ events: [line("more")], nextForwardToken: `f/${page++}` }),
        DescribeTasks: [running, exited(0)],
      },
      { waitForMs: 60_000 },
    );
    expect(verdict.kind).toBe("succeeded");
  });
});

test("a task whose start was accepted and never answered is found by its mark, a moment later", async () => {
  const asked: unknown[] = [];
  const answers = [[], [taskArn]];
  const ecs: Pick<ECS, never> & { listTasks: (input: object) => Promise<{ taskArns: string[]; $metadata: object }> } = {
    listTasks: (input) => {
      asked.push(input);
      return Promise.resolve({ taskArns: answers.shift() ?? [], $metadata: {} });
    },
  };
  const tools = { ecs, clock: makeTestClock(), log: silentLog };
  expect(await findStarted(tools, { cluster, startedBy: "token-1" })).toEqual([{ cluster, taskArn }]);
  expect(asked).toEqual(Array(2).fill({ cluster, startedBy: "token-1" }));
  expect(await findStarted(tools, { cluster, startedBy: "token-2" })).toEqual([]);
});
