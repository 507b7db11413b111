import { describe, expect, test } from "@jest/globals";
import { finishPending } from "./roll-out";
import { run, wire } from "./testing/rollout";
import { definitionArn } from "./testing/scripted-cluster";

const slow = { updates: { api: [[{ is: "in-progress" }]] } } as const;
const after = (action: string) => {
  const actions = wire?.actions() ?? [];
  return actions.slice(actions.lastIndexOf(action) + 1);
};

describe("a run that is cancelled", () => {
  test.each(["DescribeServices", "DescribeTaskDefinition", "ListServiceDeployments"])(
    "at %s, before the service was moved, moves nothing",
    async (cancelAt) => {
      const { api, pending } = await run({ ...slow, cancelAt });
      expect(api).toMatchObject({ outcome: "not-started", moved: false });
      expect(wire?.actions()).not.toContain("UpdateService");
      expect(pending.at(-1) ?? []).toEqual([]);
    },
  );

  test("at RegisterTaskDefinition takes its revision back and moves nothing", async () => {
    const { api } = await run({ ...slow, cancelAt: "RegisterTaskDefinition" });
    expect(api).toMatchObject({ outcome: "not-started", reason: "the run was cancelled before it was moved" });
    expect(wire?.inputs("DeregisterTaskDefinition")).toEqual([{ taskDefinition: definitionArn("cashsouk-api", 2) }]);
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test.each(["UpdateService", "DescribeServiceDeployments", "DescribeServiceRevisions"])(
    "at %s is taken back",
    async (cancelAt) => {
      const { api, recorded } = await run({ ...slow, cancelAt });
      expect(api).toMatchObject({
        outcome: "stopped",
        reason: "the run was cancelled; cashsouk-api:1 runs again (1 of 1)",
      });
      expect(recorded).toEqual([]);
      expect(wire?.inputs("DeregisterTaskDefinition")).toHaveLength(1);
    },
  );

  test("while it waits asks nothing before it stops the deployment", async () => {
    const { api } = await run({ ...slow, cancelAfterMs: 9000 });
    expect(api?.outcome).toBe("stopped");
    const actions = wire?.actions() ?? [];
    const before = actions.slice(0, actions.indexOf("StopServiceDeployment"));
    const asked = (action: string) => before.filter((one) => one === action).length;
    // One of the service before the update, then a pair in every look: none beyond them.
    expect(asked("DescribeServiceDeployments")).toBe(asked("DescribeServices") - 1);
    expect(after("StopServiceDeployment")[0]).toBe("DescribeServices");
  });

  test("while AWS does not answer does not wait for the answer", async () => {
    let release: (answer: object) => void = () => undefined;
    const never = new Promise<object>((resolve) => (release = resolve));
    let looks = 0;
    const running = run({
      ...slow,
      cancelAt: "DescribeServiceRevisions",
      script: { DescribeServiceRevisions: () => (++looks === 1 ? never : { serviceRevisions: [] }) },
    });
    const { api } = await running;
    release({});
    expect(api).toMatchObject({ outcome: "stopped", reason: expect.stringContaining("runs again") });
  });

  test("while ECS rolls it back already waits for that", async () => {
    const glances = [{ is: "in-progress" }, { is: "rolling-back" }] as const;
    const { api } = await run({ updates: { api: [glances] }, cancelAfterMs: 20_000 });
    expect(api?.outcome).toBe("stopped");
    expect(wire?.inputs("StopServiceDeployment")).toHaveLength(1);
    expect(wire?.inputs("UpdateService")).toHaveLength(1);
  });

  test("while the public host is asked is moved back", async () => {
    const { api, recorded } = await run({ cancelAfterMs: 9000, get: () => ({ status: 503, body: "" }) });
    expect(api).toMatchObject({ outcome: "stopped", reason: expect.stringContaining("cashsouk-api:1 runs again") });
    expect(wire?.inputs("UpdateService").at(-1)).toMatchObject({ taskDefinition: definitionArn("cashsouk-api", 1) });
    expect(recorded).toEqual([]);
  });

  test("when it is steady and asked for is a release", async () => {
    const { api, recorded } = await run({ cancelAt: "PutParameter" });
    expect(api?.outcome).toBe("deployed");
    expect(recorded).toHaveLength(1);
  });
});

describe("the post step of a run that was killed", () => {
  test("in the middle of the update finds the deployment by itself", async () => {
    const { pending, tools } = await run({ ...slow, cancelAfterMs: 9000, request: { onCancel: "leave" } });
    const [own] = pending[0] ?? [];
    expect(own).toMatchObject({ deploymentId: "", revision: definitionArn("cashsouk-api", 2) });
    const finished = await finishPending(tools, own ? [own] : []);
    expect(finished).toMatchObject([{ restored: { kind: "healthy" } }]);
    expect(wire?.inputs("StopServiceDeployment")).toHaveLength(1);
  });

  test("knows the deployment that was found, and stops it with its first call", async () => {
    const { pending, tools } = await run({ ...slow, cancelAfterMs: 9000, request: { onCancel: "leave" } });
    const before = wire?.calls.length ?? 0;
    await finishPending(tools, pending.at(-2) ?? []);
    expect(wire?.actions()[before]).toBe("StopServiceDeployment");
  });

  test("asks for no second rollback of what was rolled back meanwhile", async () => {
    const { pending, tools } = await run({ ...slow, cancelAfterMs: 9000 });
    const updates = wire?.inputs("UpdateService").length;
    await finishPending(tools, pending.at(-2) ?? []);
    expect(wire?.inputs("UpdateService")).toHaveLength(updates ?? 0);
  });
});
