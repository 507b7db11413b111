import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { finishPending } from "./roll-out";
import { run, wire } from "./testing/rollout";
import { crash, definitionArn } from "./testing/scripted-cluster";

const arn = (revision: number) => definitionArn("cashsouk-api", revision);
const moves = () => (wire?.inputs("UpdateService") ?? []) as { taskDefinition?: string }[];

describe("a service that runs a revision which was deregistered meanwhile", () => {
  test("is moved back to a copy of it: ECS takes no such revision in an update", async () => {
    const { api } = await run({ deregistered: true, updates: { api: [[{ is: "in-progress" }, { is: "gave-up" }]] } });
    expect(api).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(
        /; cashsouk-api:4 runs again \(1 of 1\), a copy of cashsouk-api:1, which is deregistered$/,
      ),
    });
    expect(moves().map(({ taskDefinition }) => taskDefinition)).toEqual([arn(3), arn(4)]);
    expect(wire?.inputs("RegisterTaskDefinition")).toMatchObject([
      {},
      { containerDefinitions: [{ name: "api", image: "repo/api@sha256:old" }], cpu: "256" },
    ]);
    expect(wire?.inputs("DeregisterTaskDefinition")).toEqual([{ taskDefinition: arn(3) }]);
  });

  test("and whose step was killed on its way back to a copy is seen there by the post step", async () => {
    const updates = { api: [[{ is: "in-progress" }, { is: "gave-up" }] as const] };
    const conflict = fault("ConflictException", "The service deployment is STOPPED");
    const script = { StopServiceDeployment: () => conflict };
    const { pending, tools } = await run({ deregistered: true, updates, script });
    expect(await finishPending(tools, pending[0] ?? [])).toEqual([
      {
        service: "api",
        restored: { kind: "healthy", how: "cashsouk-api:4 runs again (1 of 1), a copy of cashsouk-api:1" },
      },
    ]);
    expect(moves()).toHaveLength(2);
  });

  test("is left to ECS where that goes back to it by itself", async () => {
    const { api } = await run({ deregistered: true, updates: { api: [crash] } });
    expect(api?.reason).toMatch(/; cashsouk-api:1 runs again \(1 of 1\)$/);
    expect(moves()).toHaveLength(1);
  });

  test("gets new tasks by an equal revision that is active", async () => {
    const request = { images: new Map(), forceNewDeployment: true, ledger: undefined, versionUrl: undefined };
    const { api } = await run({ deregistered: true, request });
    expect(api).toMatchObject({ outcome: "deployed", moved: true, reason: "new tasks were asked for" });
    expect(moves()).toMatchObject([{ taskDefinition: arn(2) }]);
  });

  test("gets its former number of tasks back, and no other revision", async () => {
    const request = { images: new Map(), desiredCount: 2, ledger: undefined, versionUrl: undefined, waitForMs: 60_000 };
    const { api } = await run({
      deregistered: true,
      request,
      get: () => ({ status: 500, body: "" }),
    });
    expect(api?.outcome).toBe("failed");
    expect(moves()).toMatchObject([{ desiredCount: 2 }, { desiredCount: 1 }]);
    expect(moves().some((one) => "taskDefinition" in one)).toBe(false);
  });
});
