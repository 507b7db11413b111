import { describe, expect, test } from "@jest/globals";
import { run, wire } from "./testing/rollout";
import { definitionArn, scriptedCluster, usualAnswer } from "./testing/scripted-cluster";

const event = { id: "1", createdAt: 4_000_000_000, message: "(service cashsouk-api) has reached a steady state." };

test("an event of the service is told once, though it is looked at again after the public host has answered", async () => {
  const { api, lines } = await run({
    cluster: scriptedCluster(["api"], { service: { events: [event] } }),
    get: (url) => ({ status: 200, body: url.endsWith("/version") ? JSON.stringify({ key: "ab".repeat(32) }) : "" }),
  });
  expect(api?.outcome).toBe("deployed");
  expect(lines.filter((line) => line.includes("has reached a steady state"))).toHaveLength(1);
});

test("a log says what it waits for while the public host is asked", async () => {
  const { lines } = await run({ get: () => ({ status: 503, body: "" }) });
  expect(lines).toContain("api: steady; now its public host is asked");
});

describe("tasks that a complete deployment is given, and that do not start,", () => {
  const failing = {
    taskDefinitionArn: definitionArn("cashsouk-api", 1),
    stopCode: "TaskFailedToStart",
    stoppedReason: "CannotPullContainerError: no such image",
  };
  const told = "! cashsouk-api: task 0 stopped: CannotPullContainerError: no such image";

  /** A service without tasks that is given one; ECS counts no failure of it. */
  async function scaled(task: object) {
    const cluster = scriptedCluster(["api"], { desired: { api: 0 }, stoppedTasks: [{ ...failing, ...task }] });
    return run({
      cluster,
      request: { images: new Map(), desiredCount: 1, ledger: undefined, versionUrl: undefined },
      cancelAfterMs: 9000,
      script: {
        DescribeServices: (call) => {
          const { services } = usualAnswer(cluster, call) as { services: { deployments: object[] }[] };
          if (!wire?.actions().includes("UpdateService")) return { services };
          const noTask = (entry: object) => ({ ...entry, runningCount: 0, failedTasks: 0 });
          return { services: services.map((one) => ({ ...one, deployments: one.deployments.map(noTask) })) };
        },
      },
    });
  }

  test("are told with their reason while it waits, and to a run that is cancelled", async () => {
    const { api, lines } = await scaled({});
    expect(lines).toContain(told);
    expect(api?.reason).toContain("the run was cancelled; CannotPullContainerError: no such image");
  });

  test("are not held for one that failed long before", async () => {
    const { lines } = await scaled({ createdAt: 1_000_000_000 });
    expect(lines).not.toContain(told);
  });
});
