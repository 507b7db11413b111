import { describe, expect, test } from "@jest/globals";
import { run, wire } from "./testing/rollout";
import { scriptedCluster, usualAnswer } from "./testing/scripted-cluster";

/** A service of which three tasks are asked for, and of which ECS goes on to show the former count at so many looks. */
function scaled(from: number, staleLooks: number, allowZero = false) {
  const cluster = scriptedCluster(["api"], { desired: { api: from } });
  const stale = { desiredCount: from, runningCount: from };
  let looks = 0;
  return run({
    cluster,
    request: { images: new Map(), desiredCount: 3, allowZero, ledger: undefined, versionUrl: undefined },
    script: {
      DescribeServices: (call) => {
        const { services } = usualAnswer(cluster, call) as { services: { deployments: object[] }[] };
        if (!wire?.actions().includes("UpdateService") || ++looks > staleLooks) return { services };
        return {
          services: services.map(({ deployments, ...one }) => ({
            ...one,
            ...stale,
            deployments: deployments.map((entry) => ({ ...entry, ...stale })),
          })),
        };
      },
    },
  });
}

describe("a desired count that ECS shows a little later", () => {
  test("is waited for: the tasks that ran before are not the ones that were asked for", async () => {
    const { api, lines } = await scaled(1, 3);
    expect(lines).toContain("api: ECS still shows the former desired count, 1");
    expect(api).toMatchObject({ outcome: "deployed", reason: "desired count 1 → 3" });
  });

  test("is waited for where no task was desired before: it is neither idle nor, with allow-zero, green for that", async () => {
    expect((await scaled(0, 3, true)).api?.outcome).toBe("deployed");
  });

  test("is not waited for beyond half a minute: autoscaling may have put the former one back", async () => {
    const { api, ms } = await scaled(0, Infinity, true);
    expect(api?.outcome).toBe("idle");
    expect(ms).toBeLessThan(40_000);
  });
});
