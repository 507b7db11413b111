import { afterEach, describe, expect, test } from "@jest/globals";
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ECS } from "@aws-sdk/client-ecs";
import { type AwsWire, fault, reset, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { golden } from "@cashsouk/testing/golden";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { requireSuccess, taskSummary } from "./report";
import { runTask, type TaskRequest } from "./run-task";

const cluster = "arn:aws:ecs:ap-southeast-5:123456789012:cluster/cashsouk-local";
const taskArn = "arn:aws:ecs:ap-southeast-5:123456789012:task/cashsouk-local/0123456789abcdef";
const family = "cashsouk-migrations-local";
const oldImage = "repo/api@sha256:old";
const container = {
  name: "migrations",
  image: oldImage,
  essential: true,
  logConfiguration: {
    logDriver: "awslogs",
    options: { "awslogs-group": "/ecs/migrations", "awslogs-region": "ap-southeast-5", "awslogs-stream-prefix": "m" },
  },
};
const definition = {
  taskDefinitionArn: `arn:aws:ecs:ap-southeast-5:123456789012:task-definition/${family}:3`,
  family,
  revision: 3,
  status: "ACTIVE",
  requiresCompatibilities: ["FARGATE"],
  compatibilities: ["EC2", "FARGATE"],
  registeredBy: "somebody",
  cpu: "256",
  memory: "512",
  containerDefinitions: [container, { name: "sidecar", image: "sidecar:1", essential: false }],
};
const stack = {
  Stacks: [
    {
      StackName: "migrations",
      StackStatus: "CREATE_COMPLETE",
      CreationTime: "2026-11-22T00:00:00Z",
      Outputs: [
        { OutputKey: "ClusterName", OutputValue: "cashsouk-local" },
        { OutputKey: "SubnetIds", OutputValue: "subnet-1,subnet-2" },
        { OutputKey: "SecurityGroupIds", OutputValue: "sg-1" },
      ],
    },
  ],
};
const line = (message: string) => ({ message, timestamp: 1 });
const task = (fields: object) => ({ tasks: [{ taskArn, clusterArn: cluster, startedAt: 1, ...fields }] });
const running = task({ lastStatus: "RUNNING", containers: [{ name: "migrations" }] });
const exited = (exitCode: number | undefined, fields: object = {}) =>
  task({
    lastStatus: "STOPPED",
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers: [
      { name: "migrations", exitCode, ...fields },
      { name: "sidecar", exitCode: 1 },
    ],
  });
const good: Script = {
  DescribeTaskDefinition: () => ({ taskDefinition: definition }),
  DescribeStacks: () => stack,
  RegisterTaskDefinition: ({ input }) => ({
    taskDefinition: { ...(input as object), taskDefinitionArn: definition.taskDefinitionArn.replace(":3", ":4") },
  }),
  RunTask: () => running,
  DescribeTasks: [running, running, exited(0)],
  StopTask: () => ({ task: { taskArn } }),
  GetLogEvents: [
    fault("ResourceNotFoundException", "The specified log stream does not exist."),
    { events: [line("2 migrations found"), line("Applying 002_notes")], nextForwardToken: "f/1" },
    { events: [], nextForwardToken: "f/1" },
  ],
};
const request: TaskRequest = {
  cluster: undefined,
  taskDefinition: family,
  container: "migrations",
  image: undefined,
  command: ["node", "migrate.mjs"],
  environmentVariables: { SEED_DEMO: "true" },
  network: { kind: "stack", stack: "migrations" },
  startForMs: 180_000,
  waitForMs: 1_800_000,
};

let wire: AwsWire;
afterEach(() => wire.close());

async function run(script: Script, change: Partial<TaskRequest> = {}, cancelAfterMs?: number) {
  wire = await startAwsWire({ ...good, ...script });
  const clock = makeTestClock();
  const abort = new AbortController();
  if (cancelAfterMs !== undefined) clock.at(cancelAfterMs, () => abort.abort());
  const lines: string[] = [];
  const started: unknown[] = [];
  const result = await runTask(
    {
      ecs: new ECS(wire.config),
      logs: new CloudWatchLogs(wire.config),
      stacks: new CloudFormation(wire.config),
      clock,
      log: { info: (text) => lines.push(text), warning: (text) => lines.push(`warning: ${text}`) },
      cancelled: abort.signal,
      clientToken: "token-1",
      onStarted: (of) => started.push(of),
    },
    { ...request, ...change },
  );
  return { ...result, lines, started, elapsedMs: clock.elapsed() };
}

describe("a task that does its work", () => {
  test("succeeds by its container's exit code, whatever its sidecar exits with", async () => {
    expect((await run({})).verdict).toEqual({ kind: "succeeded", exitCode: 0, reason: "migrations exited with 0" });
  });

  test("starts once, by token, in the stack's network and cluster, with command and environment", async () => {
    await run({});
    expect(wire.inputs("RunTask")).toEqual([
      {
        cluster: "cashsouk-local",
        launchType: "FARGATE",
        count: 1,
        clientToken: "token-1",
        taskDefinition: definition.taskDefinitionArn,
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: ["subnet-1", "subnet-2"],
            securityGroups: ["sg-1"],
            assignPublicIp: "DISABLED",
          },
        },
        overrides: {
          containerOverrides: [
            {
              name: "migrations",
              command: ["node", "migrate.mjs"],
              environment: [{ name: "SEED_DEMO", value: "true" }],
            },
          ],
        },
      },
    ]);
  });

  test("shows its log lines while it runs, each once, and a missing stream is waited for", async () => {
    const { lines, tail } = await run({});
    expect(lines).toEqual(expect.arrayContaining(["  | 2 migrations found", "  | Applying 002_notes"]));
    expect(tail).toEqual(["2 migrations found", "Applying 002_notes"]);
  });

  test("tells who started it as soon as it was accepted", async () => {
    expect((await run({})).started).toEqual([{ cluster, taskArn }]);
  });

  test("with the definition's own image registers nothing", async () => {
    await run({}, { image: oldImage });
    expect(wire.actions()).not.toContain("RegisterTaskDefinition");
  });

  test("with another image runs a new revision that differs in that image only", async () => {
    const { taskDefinition } = await run({}, { image: "repo/api@sha256:new" });
    expect(taskDefinition).toMatch(/:4$/);
    expect(wire.inputs("RunTask")).toMatchObject([{ taskDefinition }]);
    expect(wire.inputs("RegisterTaskDefinition")).toEqual([
      {
        family,
        requiresCompatibilities: ["FARGATE"],
        cpu: "256",
        memory: "512",
        containerDefinitions: [{ ...container, image: "repo/api@sha256:new" }, definition.containerDefinitions[1]],
      },
    ]);
  });

  test("takes a service's network and strategy", async () => {
    const networkConfiguration = { awsvpcConfiguration: { subnets: ["subnet-9"], assignPublicIp: "DISABLED" } };
    const capacityProviderStrategy = [{ capacityProvider: "FARGATE_SPOT", weight: 1 }];
    await run(
      {
        DescribeServices: () => ({
          services: [{ networkConfiguration, capacityProviderStrategy, launchType: "FARGATE" }],
        }),
      },
      { network: { kind: "service", service: "api" }, cluster: "c" },
    );
    expect(wire.inputs("RunTask")).toMatchObject([{ cluster: "c", networkConfiguration, capacityProviderStrategy }]);
    expect(wire.inputs("RunTask")[0]).not.toHaveProperty("launchType");
  });

  test("survives throttling, a broken connection and a task that is not listed yet", async () => {
    const { verdict } = await run({
      DescribeTasks: [
        { tasks: [], failures: [{ arn: taskArn, reason: "MISSING" }] },
        fault("ThrottlingException", "Rate exceeded"),
        reset(),
        running,
        reset(),
        reset(),
        reset(),
        exited(0),
      ],
    });
    expect(verdict.kind).toBe("succeeded");
  });

  test("does not wait for a log that may not be read, and says so", async () => {
    const { verdict, lines } = await run({
      GetLogEvents: () => fault("AccessDeniedException", "no logs:GetLogEvents"),
    });
    expect(verdict.kind).toBe("succeeded");
    expect(lines.filter((text) => text.startsWith("warning: The log /ecs/migrations can't be read"))).toHaveLength(1);
  });
});

describe("a task that fails", () => {
  test.each([
    ["an exit code other than 0", exited(3), "failed", "migrations exited with 3"],
    [
      "out of memory",
      exited(137, { reason: "OutOfMemoryError: Container killed due to memory usage" }),
      "failed",
      "migrations exited with 137: OutOfMemoryError: Container killed due to memory usage",
    ],
    [
      "killed, without a reason",
      exited(137),
      "failed",
      "migrations exited with 137: killed (SIGKILL: out of memory, or stopped after its grace period)",
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
    ],
    [
      "an exit code that never comes",
      exited(undefined),
      "no-exit-code",
      "migrations has no exit code: EssentialContainerExited: Essential container in task exited",
    ],
  ])("%s", async (_title, answer, kind, reason) => {
    const result = await run({ DescribeTasks: [running, answer] });
    expect(result.verdict).toMatchObject({ kind, reason });
    expect(() => requireSuccess("Migration", result)).toThrow(`Migration: ${reason}`);
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

describe("a task that can't be started", () => {
  test("tells every failure with reason and detail", async () => {
    const failures = [
      { reason: "RESOURCE:MEMORY", detail: "no instance has 512 MiB" },
      { reason: "ACCESS_DENIED", arn: "arn:x" },
    ];
    await expect(run({ RunTask: () => ({ tasks: [], failures }) })).rejects.toThrow(
      `${family}: ECS started no task: RESOURCE:MEMORY no instance has 512 MiB; ACCESS_DENIED (arn:x)`,
    );
  });

  test("no task and no failure is an error too", async () => {
    await expect(run({ RunTask: () => ({ tasks: [] }) })).rejects.toThrow("ECS started no task");
  });

  test("an unknown container names the known ones", async () => {
    await expect(run({}, { container: "web" })).rejects.toThrow(
      `container: ${family} has the containers migrations, sidecar, got "web"`,
    );
  });

  test("a stack without the outputs names the missing one", async () => {
    const bare = { Stacks: [{ ...stack.Stacks[0], Outputs: [{ OutputKey: "ClusterName", OutputValue: "c" }] }] };
    await expect(run({ DescribeStacks: () => bare })).rejects.toThrow('stack: migrations has no output "SubnetIds"');
  });
});

describe("a task that takes too long", () => {
  const stopping: Script = {
    DescribeTasks: () =>
      wire.actions().includes("StopTask") ? exited(143) : task({ startedAt: undefined, lastStatus: "PENDING" }),
  };

  test("to start is stopped, and that is confirmed", async () => {
    const { verdict } = await run(stopping);
    expect(verdict).toEqual({
      kind: "not-started",
      reason: "it did not start within 3 min (PENDING); it was stopped",
    });
  });

  test("to end is stopped", async () => {
    const { verdict, elapsedMs } = await run({
      DescribeTasks: () => (wire.actions().includes("StopTask") ? exited(143) : running),
    });
    expect(verdict).toEqual({ kind: "timed-out", reason: "it did not end within 30 min; it was stopped" });
    expect(elapsedMs).toBeLessThan(1_830_000);
  });

  test("to stop is told to be possibly running still", async () => {
    const { verdict } = await run({ DescribeTasks: () => running }, { waitForMs: 60_000 });
    expect(verdict.reason).toMatch(/could not be confirmed: it may still run$/);
  });

  test("because its run was cancelled is stopped at once", async () => {
    const { verdict } = await run(
      { DescribeTasks: () => (wire.actions().includes("StopTask") ? exited(143) : running) },
      {},
      10_000,
    );
    expect(verdict).toEqual({ kind: "cancelled", reason: "the run was cancelled; it was stopped" });
    expect(wire.inputs("StopTask")).toEqual([{ cluster, task: taskArn, reason: "the run was cancelled" }]);
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

  test("a task that may not be looked at", async () => {
    await expect(
      run({ DescribeTasks: [{ tasks: [], failures: [{ reason: "ACCESS_DENIED", detail: "not yours" }] }] }),
    ).rejects.toThrow("is unknown: ACCESS_DENIED not yours");
  });
});
