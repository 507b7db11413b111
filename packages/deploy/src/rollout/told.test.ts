import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { built, crashed, run, wire } from "./testing/rollout";
import { crash, type Glance, scriptedCluster, usualAnswer } from "./testing/scripted-cluster";

describe("an outcome that is not known", () => {
  const updates = { api: [[{ is: "in-progress", failed: 1 } as const]] };
  const script = (cluster: ReturnType<typeof scriptedCluster>) => {
    let looks = 0;
    return {
      DescribeServices: (call: Parameters<typeof usualAnswer>[1]) =>
        ++looks > 4 ? fault("ExpiredTokenException", "expired") : usualAnswer(cluster, call),
    };
  };
  test("keeps what the tasks that stopped before have told, and the end of the log", async () => {
    const cluster = scriptedCluster(["api"], { updates, stoppedTasks: [crashed()], logLines: ["Error: no database"] });
    const { api, result } = await run({ cluster, script: script(cluster) });
    expect(api).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(/is unknown .*; the container api exited with 1: "Error: no database"$/),
    });
    expect(result.tails.get("api")).toEqual(["Error: no database"]);
  });
  test("has the hint of what made it so", async () => {
    const cluster = scriptedCluster(["api"]);
    const denied = "User: x is not authorized to perform: ecs:DescribeServiceDeployments on resource: y";
    const { result } = await run({
      cluster,
      script: { DescribeServiceDeployments: () => fault("AccessDeniedException", denied) },
    });
    expect(result.hints.get("api")).toContain("lacks ecs:DescribeServiceDeployments");
  });
});

describe("a release that can't be recorded", () => {
  const refused = "User: x is not authorized to perform: ssm:PutParameter on resource: y";
  test("has the hint which permission is missing, and that a repeated run records it", async () => {
    const { result } = await run({ script: { PutParameter: () => fault("AccessDeniedException", refused) } });
    expect(result.hints.get("api")).toMatch(/lacks ssm:PutParameter.*\nIt runs: run the step again/);
  });
  test("since Parameter Store is throttled is recorded a moment later", async () => {
    const cluster = scriptedCluster(["api"]);
    let turns = 0;
    const { api, recorded } = await run({
      cluster,
      script: {
        PutParameter: (call) =>
          ++turns < 8 ? fault("ThrottlingException", "Rate exceeded") : usualAnswer(cluster, call),
      },
    });
    expect([api?.outcome, recorded.length]).toEqual(["deployed", 1]);
  });
});

describe("what ECS complains of in its events", () => {
  const event = (message: string, id = message) => ({
    id,
    createdAt: 4_000_000_000,
    message: `(service api) ${message}`,
  });
  const launch = "failed to launch a task with (error ECS was unable to assume the role 'x').";
  test("is the reason of a rollback of which no task tells any", async () => {
    const events = [event("(deployment ecs-svc/1) deployment failed: tasks failed to start."), event(launch)];
    const { api } = await run({ updates: { api: [crash] }, service: { events } });
    expect(api?.reason).toMatch(
      /circuit breaker: tasks failed to start; ECS says: failed to launch a task .*'x'\); cashsouk-api:1 runs again/,
    );
  });
  test("is left out where a task tells more", async () => {
    const { api } = await run({
      updates: { api: [crash] },
      stoppedTasks: [crashed()],
      service: { events: [event(launch)] },
    });
    expect(api?.reason).not.toContain("ECS says");
  });
});

describe("the stage of a deployment that timed out is told: it", () => {
  const at = (own: object): Glance => ({
    is: "raw",
    own: { status: "IN_PROGRESS", ...own },
    entry: {},
    running: { ours: 1 },
  });
  test.each([
    ["bakes", { lifecycleStage: "BAKE_TIME" }, "1 of 1 running, 0 pending, at its stage BAKE_TIME"],
    [
      "waits for somebody at a pause",
      {
        lifecycleStage: "POST_SCALE_UP",
        lifecycleHookDetails: [{ hookId: "h-1", targetType: "PAUSE", status: "AWAITING_ACTION" }],
      },
      "at its stage POST_SCALE_UP, where it is paused until somebody continues it",
    ],
  ])("%s", async (_title, own, words) => {
    const { api } = await run({ updates: { api: [[at(own)]] }, request: { waitForMs: 60_000 } });
    expect(api).toMatchObject({ outcome: "timed-out", reason: expect.stringContaining(words) });
  });
});

test("a deployment that was steady just before its limit is judged again with time to settle", async () => {
  const cluster = scriptedCluster(["api"], { updates: { api: [[{ is: "steady" }]] } });
  let lists = 0;
  const { api } = await run({
    cluster,
    request: { waitForMs: 1000 },
    script: {
      // A task is replaced while the public host is asked.
      ListTasks: (call) => (++lists === 2 ? { taskArns: [] } : usualAnswer(cluster, call)),
    },
  });
  expect(api?.outcome).toBe("deployed");
});

test("a deployment that is steady no more after the public host was asked says so", async () => {
  const cluster = scriptedCluster(["api"], { updates: { api: [[{ is: "steady" }]] } });
  let lists = 0;
  const { api } = await run({
    cluster,
    request: { waitForMs: 120_000 },
    script: { ListTasks: (call) => (++lists > 1 ? { taskArns: [] } : usualAnswer(cluster, call)) },
  });
  expect(api?.reason).toMatch(/^steady no more for 2 min: 0 of 1 tasks run; cashsouk-api:1 runs again/);
  expect(wire?.inputs("UpdateService")).toHaveLength(2);
});

test("a release that is longer than a standard parameter holds is recorded all the same", async () => {
  const cluster = scriptedCluster(["api"]);
  const [name, image] = built("api");
  const buildArgs = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`NEXT_PUBLIC_${n}`, "x".repeat(80)]));
  const { api, recorded } = await run({
    cluster,
    request: { images: new Map([[name, { ...image, buildArgs }]]) },
    script: {
      PutParameter: (call) => {
        const { Value, Tier } = call.input as { Value: string; Tier?: string };
        return Value.length > 4096 && Tier !== "Intelligent-Tiering"
          ? fault(
              "ValidationException",
              "Standard tier parameters support a maximum parameter value of 4096 characters.",
            )
          : usualAnswer(cluster, call);
      },
    },
  });
  expect([api?.outcome, recorded.length]).toEqual(["deployed", 1]);
});

describe("where the runner's clock is ahead of AWS's", () => {
  const old = { id: "before", createdAt: 1_700_000_000, message: "(service api) was unable to place a task (old)." };
  test("what ECS complains of is heard all the same, and what it said before is not", async () => {
    const news = { ...old, id: "now", message: "(service api) was unable to place a task because of no room." };
    const cluster = scriptedCluster(["api"], { updates: { api: [[{ is: "in-progress" }]] } });
    let looks = 0;
    const { api, lines } = await run({
      cluster,
      request: { waitForMs: 60_000 },
      script: {
        DescribeServices: (call) => {
          const { services } = usualAnswer(cluster, call) as { services: object[] };
          const events = ++looks > 2 ? [news, old] : [old];
          return { services: services.map((one) => ({ ...one, events })) };
        },
      },
    });
    expect(api?.reason).toContain("ECS says: was unable to place a task because of no room; cashsouk-api:1");
    expect(lines.join("\n")).not.toContain("(old)");
  });
});

test("tasks that ECS refuses to describe are an unknown outcome, not a long wait for them", async () => {
  const { api, ms } = await run({
    script: { DescribeTasks: () => ({ tasks: [], failures: [{ arn: "x", reason: "ACCESS_DENIED" }] }) },
  });
  expect(api?.reason).toMatch(
    /cashsouk-api: what became of it is unknown: ECS does not describe its tasks: ACCESS_DENIED$/,
  );
  expect(ms).toBeLessThan(10_000);
  expect(wire?.inputs("UpdateService")).toHaveLength(1);
});

test("a service that is scaled to 0 in the middle says what its next task will run", async () => {
  const cluster = scriptedCluster(["api"], { updates: { api: [[{ is: "in-progress" }, { is: "steady" }]] } });
  let looks = 0;
  const { api } = await run({
    cluster,
    script: {
      DescribeServices: (call) => {
        const answer = usualAnswer(cluster, call) as { services: object[] };
        return ++looks < 3 ? answer : { services: answer.services.map((one) => ({ ...one, desiredCount: 0 })) };
      },
    },
  });
  expect(api).toMatchObject({
    outcome: "idle",
    moved: true,
    reason: "no task is desired, so nothing could be judged; its next task will run cashsouk-api:2",
  });
});
