import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { run, wire } from "./testing/rollout";
import { crash, definitionArn, type Glance, scriptedCluster, usualAnswer } from "./testing/scripted-cluster";

/** ECS goes back to what was complete last: not to what was there before, if that was still on its way. */
const completedLast = definitionArn("cashsouk-api", 7);
const own = {
  status: "ROLLBACK_SUCCESSFUL",
  rollback: { reason: "it broke", serviceRevisionArn: "revision/complete" },
};
const backTo = (entry: object): Glance => ({
  is: "raw",
  own,
  others: [{ id: "ecs-svc/back", taskDefinition: completedLast, ...entry }],
});
const revisions = (cluster: ReturnType<typeof scriptedCluster>) => ({
  DescribeServiceRevisions: (call: Parameters<typeof usualAnswer>[1]) =>
    (call.input as { serviceRevisionArns: string[] }).serviceRevisionArns[0] === "revision/complete"
      ? { serviceRevisions: [{ serviceRevisionArn: "revision/complete", taskDefinition: completedLast }] }
      : usualAnswer(cluster, call),
});

describe("a rollback of ECS's to another revision than the one before", () => {
  test("is told with the revision that runs", async () => {
    const updates = { api: [[{ is: "in-progress" } as const, backTo({ rolloutState: "IN_PROGRESS" }), backTo({})]] };
    const cluster = scriptedCluster(["api"], { updates });
    const { api } = await run({ cluster, script: revisions(cluster) });
    expect(api).toMatchObject({
      outcome: "rolled-back",
      reason: "it broke; ECS went back to cashsouk-api:7, not to cashsouk-api:1: cashsouk-api:7 runs again (1 of 1)",
    });
    expect(wire?.inputs("DeregisterTaskDefinition")).toHaveLength(1);
  });

  test("is not taken for somebody else's deployment, and somebody else's not for it", async () => {
    const other = definitionArn("cashsouk-api", 8);
    const updates = { api: [[{ is: "in-progress" } as const, backTo({ taskDefinition: other })]] };
    const cluster = scriptedCluster(["api"], { updates });
    const { api } = await run({ cluster, script: revisions(cluster) });
    expect(api?.reason).toBe(
      "it broke; the way back is not confirmed: another deployment, of cashsouk-api:8, took over",
    );
  });
});

test("a way back of which no task is desired any more does not say that it runs", async () => {
  const cluster = scriptedCluster(["api"], { updates: { api: [crash] } });
  let looks = 0;
  const { api } = await run({
    cluster,
    script: {
      DescribeServices: (call) => {
        const answer = usualAnswer(cluster, call) as { services: { deployments: object[] }[] };
        if (++looks < 5) return answer;
        const none = { desiredCount: 0, runningCount: 0 };
        const services = answer.services.map((one) => ({
          ...one,
          ...none,
          deployments: one.deployments.map((entry) => ({ ...entry, ...none })),
        }));
        return { services };
      },
    },
  });
  expect(api).toMatchObject({
    outcome: "rolled-back",
    reason: expect.stringMatching(/; the service is back at cashsouk-api:1, and no task of it is desired$/),
  });
});

test("a way back by us outlasts throttling", async () => {
  const cluster = scriptedCluster(["api"], { updates: { api: [[{ is: "in-progress" }, { is: "gave-up" }]] } });
  let turns = 0;
  const { api } = await run({
    cluster,
    script: {
      UpdateService: (call) =>
        ++turns > 1 && turns < 9 ? fault("ThrottlingException", "Rate exceeded") : usualAnswer(cluster, call),
    },
  });
  expect(api?.reason).toMatch(/cashsouk-api:1 runs again \(1 of 1\)$/);
});

test("a way back of which nothing can be learnt is told in one sentence, without an error's class", async () => {
  const cluster = scriptedCluster(["api"], { updates: { api: [[{ is: "gave-up" }]] } });
  let updates = 0;
  const { api } = await run({
    cluster,
    script: {
      UpdateService: (call) => {
        updates++;
        return usualAnswer(cluster, call);
      },
      DescribeServices: (call) => (updates > 1 ? fault("AccessDeniedException", "no") : usualAnswer(cluster, call)),
    },
  });
  expect(api?.reason).toMatch(
    /; the way back is not confirmed: cashsouk-local\/cashsouk-api: what became of it is unknown: AccessDeniedException: no$/,
  );
});

test("a rollback that ECS has begun by itself when it is asked for one is not disturbed", async () => {
  const cluster = scriptedCluster(["api"], { updates: { api: [[{ is: "in-progress" }]] } });
  const { api } = await run({
    cluster,
    request: { waitForMs: 60_000 },
    script: {
      StopServiceDeployment: (call) => {
        usualAnswer(cluster, call);
        return fault("ConflictException", "The service deployment is ROLLBACK_IN_PROGRESS");
      },
    },
  });
  expect(api?.reason).toMatch(/; cashsouk-api:1 runs again \(1 of 1\)$/);
  expect(wire?.inputs("UpdateService")).toHaveLength(1);
});

test("a rollback that goes on is awaited, although DescribeServices still shows what ran before", async () => {
  const stale: Glance = { is: "raw", own: { status: "IN_PROGRESS" }, others: [{}] };
  const cluster = scriptedCluster(["api"], { updates: { api: [[stale]] } });
  let looks = 0;
  const { api } = await run({
    cluster,
    cancelAfterMs: 4000,
    script: {
      StopServiceDeployment: () => ({}),
      DescribeServiceDeployments: (call) => {
        const { serviceDeployments } = usualAnswer(cluster, call) as { serviceDeployments: object[] };
        const stopped = wire?.actions().includes("StopServiceDeployment");
        const status = !stopped ? "IN_PROGRESS" : ++looks < 4 ? "ROLLBACK_IN_PROGRESS" : "ROLLBACK_SUCCESSFUL";
        return { serviceDeployments: serviceDeployments.map((one) => ({ ...one, status })) };
      },
    },
  });
  expect(api?.reason).toBe("the run was cancelled; cashsouk-api:1 runs again (1 of 1)");
  expect(looks).toBe(4);
});

describe("a way back by us, by a deployment that bakes as any other,", () => {
  test.each([
    ["is awaited for its bake time as well", 20, /; cashsouk-api:1 runs again \(1 of 1\)$/],
    [
      "is not awaited for ever",
      1,
      /; the way back is not confirmed: cashsouk-api:1 was not seen healthy within 11 min$/,
    ],
  ])("%s", async (_title, bakeTimeInMinutes, reason) => {
    const baking: readonly Glance[] = [...Array<Glance>(300).fill({ is: "in-progress", running: 1 }), { is: "steady" }];
    const { api } = await run({
      updates: { api: [[{ is: "in-progress" }, { is: "gave-up" }], baking] },
      service: { deploymentConfiguration: { strategy: "BLUE_GREEN", bakeTimeInMinutes } },
    });
    expect(api?.reason).toMatch(reason);
  });
});

test("a rollback that ECS accepts and does not do is done by us", async () => {
  const cluster = scriptedCluster(["api"], { updates: { api: [[{ is: "in-progress" }]] } });
  let stopped = false;
  const { api, ms } = await run({
    cluster,
    request: { waitForMs: 60_000 },
    script: {
      StopServiceDeployment: () => {
        stopped = true;
        return {};
      },
      DescribeServiceDeployments: (call) => {
        const answer = usualAnswer(cluster, call) as { serviceDeployments: object[] };
        if (!stopped) return answer;
        return { serviceDeployments: answer.serviceDeployments.map((one) => ({ ...one, status: "ROLLBACK_FAILED" })) };
      },
    },
  });
  expect(api?.reason).toMatch(/; cashsouk-api:1 runs again \(1 of 1\)$/);
  expect(wire?.inputs("UpdateService")).toHaveLength(2);
  expect(ms).toBeLessThan(120_000);
});
