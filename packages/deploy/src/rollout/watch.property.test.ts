import { ServiceDeploymentStatus } from "@aws-sdk/client-ecs";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { silentLog } from "../log";
import type { RolloutTools } from "./ports";
import { watchDeployment } from "./watch";

/** How a deployment is for some time. The parts may contradict each other, as they do when ECS's answers lag. */
interface Phase {
  readonly seconds: number;
  readonly status: ServiceDeploymentStatus | undefined;
  readonly rolloutState: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly primary: boolean;
  readonly counted: number;
  readonly desired: number;
  readonly formerCounted: number;
  readonly ours: number;
  readonly former: number;
}

const steady: Phase = {
  seconds: 0,
  status: "SUCCESSFUL",
  rolloutState: "COMPLETED",
  primary: true,
  counted: 2,
  desired: 2,
  formerCounted: 0,
  ours: 2,
  former: 0,
};
const count = fc.integer({ min: 0, max: 2 });
const anyPhase: fc.Arbitrary<Phase> = fc.record({
  seconds: fc.integer({ min: 1, max: 400 }),
  status: fc.constantFrom(undefined, ...Object.values(ServiceDeploymentStatus)),
  rolloutState: fc.constantFrom("IN_PROGRESS", "COMPLETED", "FAILED"),
  primary: fc.boolean(),
  counted: count,
  desired: count,
  formerCounted: count,
  ours: count,
  former: count,
});
/** One that is steady but for one thing: where a wrong green is near. */
const almost = fc
  .tuple(anyPhase, fc.constantFrom(...(Object.keys(steady) as (keyof Phase)[])))
  .map(([phase, field]) => ({ ...steady, seconds: phase.seconds, [field]: phase[field] }));
const going = fc.record({
  seconds: fc.integer({ min: 1, max: 900 }),
  status: fc.constantFrom("PENDING" as const, "IN_PROGRESS" as const),
  counted: count,
  ours: count,
});

const isSteady = (phase: Phase) =>
  phase.status === "SUCCESSFUL" &&
  phase.rolloutState === "COMPLETED" &&
  phase.primary &&
  phase.desired > 0 &&
  phase.counted >= phase.desired &&
  phase.ours >= phase.desired &&
  phase.formerCounted === 0 &&
  phase.former === 0;

const own = {
  cluster: "c",
  ecsName: "api",
  deploymentId: "ecs-svc/1",
  revision: "td/api:2",
  previous: "td/api:1",
  known: [],
  registered: true,
};

async function watch(history: readonly Phase[], limitMs: number) {
  const clock = makeTestClock(0);
  const now = (): Phase => {
    let end = 0;
    for (const phase of history) if (clock.now() < (end += phase.seconds * 1000)) return phase;
    return history.at(-1) ?? steady;
  };
  const tasks = ({ ours, former }: Phase) => [
    ...Array.from({ length: ours }, (_, n) => ({ taskArn: `o${n}`, taskDefinitionArn: own.revision })),
    ...Array.from({ length: former }, (_, n) => ({ taskArn: `f${n}`, taskDefinitionArn: own.previous })),
  ];
  const ecs = {
    describeServices: () => {
      const { primary, rolloutState, counted, desired, formerCounted } = now();
      const ours = { id: own.deploymentId, taskDefinition: own.revision, rolloutState };
      const former = { id: "ecs-svc/0", taskDefinition: own.previous, runningCount: formerCounted };
      const deployments = [
        { ...ours, status: primary ? "PRIMARY" : "ACTIVE", runningCount: counted, desiredCount: desired },
        { ...former, status: primary ? "ACTIVE" : "PRIMARY" },
      ];
      return Promise.resolve({ services: [{ status: "ACTIVE", desiredCount: desired, deployments }] });
    },
    listServiceDeployments: () =>
      Promise.resolve({ serviceDeployments: now().status ? [{ serviceDeploymentArn: "d" }] : [] }),
    describeServiceDeployments: () => {
      const { status } = now();
      const found = { serviceDeploymentArn: "d", status, targetServiceRevision: { arn: "r" } };
      return Promise.resolve({ serviceDeployments: status ? [found] : [] });
    },
    describeServiceRevisions: () => Promise.resolve({ serviceRevisions: [{ taskDefinition: own.revision }] }),
    listTasks: ({ desiredStatus }: { desiredStatus: string }) =>
      Promise.resolve({ taskArns: desiredStatus === "RUNNING" ? tasks(now()).map(({ taskArn }) => taskArn) : [] }),
    describeTaskDefinition: () => Promise.resolve({ $metadata: {} }),
    describeTasks: () => Promise.resolve({ tasks: tasks(now()).map((task) => ({ ...task, lastStatus: "RUNNING" })) }),
  } as unknown as RolloutTools["ecs"];
  const tools = { ecs, clock, log: silentLog, cancelled: new AbortController().signal } as unknown as RolloutTools;
  const { end } = await watchDeployment(tools, "api", own, { limitMs, listed: true, onFound: () => undefined });
  return { end, at: clock.now(), phase: now() };
}

test("whatever a deployment's history, it is never green unless it is SUCCESSFUL and every running task is of our revision", async () => {
  let green = 0;
  const history = fc.array(fc.oneof(anyPhase, almost, fc.constant(steady)), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(history, async (phases) => {
      const { end, phase } = await watch(phases, 30 * 60_000);
      if (end.kind !== "deployed") return;
      green++;
      expect(isSteady(phase)).toBe(true);
    }),
    { numRuns: 300 },
  );
  // Or nothing was shown.
  expect(green).toBeGreaterThan(20);
});

test("a deployment that becomes steady is noticed within 6 s, however long it takes", async () => {
  const history = fc.array(going, { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(history, async (phases) => {
      const before = phases.map((phase) => ({ ...steady, rolloutState: "IN_PROGRESS" as const, ...phase }));
      const since = before.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
      const { end, at } = await watch([...before, steady], 180 * 60_000);
      expect(end.kind).toBe("deployed");
      expect(at).toBeGreaterThanOrEqual(since);
      expect(at - since).toBeLessThanOrEqual(6000);
    }),
    { numRuns: 60 },
  );
});

test("a wait of an hour is not given up, and ends where its limit is", async () => {
  const hour = { ...steady, status: "IN_PROGRESS", seconds: 3600 } as const;
  expect(await watch([hour, steady], 61 * 60_000)).toMatchObject({ end: { kind: "deployed" } });
  const { end, at } = await watch([hour, hour], 60 * 60_000);
  expect(end).toMatchObject({ kind: "timed-out", reason: "not steady after 60 min: 2 of 2 running, 0 pending" });
  expect(at).toBeLessThanOrEqual(60 * 60_000 + 6000);
});
