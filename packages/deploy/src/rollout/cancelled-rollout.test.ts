import { describe, expect, test } from "@jest/globals";
import { fault, type Handler, type WireCall } from "@cashsouk/testing/aws-wire";
import { finishPending } from "./roll-out";
import { service } from "../manifest/testing/service";
import { run, wire } from "./testing/rollout";
import { definitionArn, scriptedCluster } from "./testing/scripted-cluster";

describe("a cancelled rollout", () => {
  const slow = { updates: { api: [[{ is: "in-progress" }]] } } as const;

  test("asks ECS to roll back first, awaits it, and leaves nothing for the post step", async () => {
    const { api, pending } = await run({ ...slow, cancelAfterMs: 9000 });
    expect(api).toMatchObject({
      outcome: "stopped",
      reason: "the run was cancelled; cashsouk-api:1 runs again (1 of 1)",
    });
    expect(wire?.inputs("StopServiceDeployment")).toHaveLength(1);
    expect(pending.at(0)).toHaveLength(1);
    expect(pending.at(-1)).toEqual([]);
  });

  test("with on-cancel: leave is left running", async () => {
    await run({ ...slow, cancelAfterMs: 9000, request: { onCancel: "leave" } });
    expect(wire?.actions()).not.toContain("StopServiceDeployment");
  });

  test("moves nothing any more", async () => {
    const services = [service("api", 1), service("landing", 2)];
    const request = { versionUrl: undefined };
    const { result } = await run({ ...slow, services, request, cancelAfterMs: 9000 });
    expect(result.deployments.get("landing")?.outcome).toBe("not-started");
  });

  test("whose process was killed is finished by the post step", async () => {
    const { pending, tools } = await run({ ...slow, cancelAfterMs: 9000, request: { onCancel: "leave" } });
    const finished = await finishPending(tools, pending[0] ?? []);
    expect(finished).toEqual([
      { service: "api", restored: { kind: "healthy", how: "cashsouk-api:1 runs again (1 of 1)" } },
    ]);
    expect(wire?.inputs("StopServiceDeployment")).toHaveLength(1);
  });

  test("is left as it is where somebody has repaired the service meanwhile", async () => {
    const cluster = scriptedCluster(["api"], slow);
    const usual = cluster.script["DescribeServices"] as Handler;
    const repair = { id: "ecs-svc/repair", status: "PRIMARY", taskDefinition: definitionArn("cashsouk-api", 99) };
    let repaired = false;
    const script = {
      DescribeServices: (call: WireCall) => (repaired ? { services: [{ deployments: [repair] }] } : usual(call)),
      StopServiceDeployment: [fault("ConflictException", "The service deployment is STOPPED")],
    };
    const request = { onCancel: "leave" } as const;
    const { pending, tools } = await run({ cluster, script, cancelAfterMs: 9000, request });
    repaired = true;
    const finished = await finishPending(tools, pending[0] ?? []);
    expect(finished).toMatchObject([
      {
        service: "api",
        restored: {
          kind: "unconfirmed",
          why: "another deployment, of cashsouk-api:99, took over, and was left as it is",
        },
      },
    ]);
    expect(wire?.inputs("UpdateService")).toHaveLength(1);
  });
});
