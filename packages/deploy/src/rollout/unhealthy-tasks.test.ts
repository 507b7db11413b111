import { describe, expect, test } from "@jest/globals";
import { run } from "./testing/rollout";
import { definitionArn, scriptedCluster, usualAnswer } from "./testing/scripted-cluster";

/** A rollout whose one task runs, with these answers of its health check, the last for good. */
function judged(healthCheck: object | undefined, ...states: readonly string[]) {
  let turn = 0;
  const container = { name: "api", image: "repo/api@sha256:old", essential: true };
  return run({
    // The family's latest has the check, so that the revision that is registered has it too.
    reshaped: { api: { containerDefinitions: [{ ...container, ...(healthCheck ? { healthCheck } : {}) }] } },
    script: {
      DescribeTasks: ({ input }) => {
        const healthStatus = states[Math.min(turn++, states.length - 1)];
        const [taskArn] = (input as { tasks: string[] }).tasks;
        const containers = [{ name: "api", healthStatus }];
        const task = { taskArn, taskDefinitionArn: definitionArn("cashsouk-api", 3), lastStatus: "RUNNING" };
        return { tasks: [{ ...task, healthStatus, containers }] };
      },
    },
  });
}
test("a container that is not essential, and has failed in a task that goes on, is no deployment", async () => {
  const container = (name: string, essential: boolean) => ({ name, image: `repo/${name}@sha256:old`, essential });
  const containerDefinitions = [container("api", false), container("proxy", true)];
  const cluster = scriptedCluster(["api"], { reshaped: { api: { containerDefinitions } } });
  const containers = [
    { name: "api", lastStatus: "STOPPED", exitCode: 1 },
    { name: "proxy", lastStatus: "RUNNING" },
  ];
  const { api, ms } = await run({
    cluster,
    script: {
      DescribeTasks: (call) => {
        const { tasks } = usualAnswer(cluster, call) as { tasks: object[] };
        return { tasks: tasks.map((task) => ({ ...task, containers })) };
      },
    },
  });
  expect(api).toMatchObject({
    outcome: "failed",
    reason: expect.stringMatching(/^of 1 tasks that run 1 without it: the container api exited with 1; .* runs again/),
  });
  expect(ms).toBeLessThan(20_000);
});

const check = { command: ["CMD", "true"] };

describe("tasks that run, of a container with a health check,", () => {
  test("are not deployed while they are UNHEALTHY", async () => {
    const { api } = await judged(check, "UNHEALTHY");
    expect(api).toMatchObject({
      outcome: "timed-out",
      reason: expect.stringContaining("of 1 tasks that run 1 not healthy (container api UNHEALTHY)"),
    });
  });

  test("are waited for until they have been checked", async () => {
    const { api, lines } = await judged(check, "UNKNOWN", "UNKNOWN", "HEALTHY");
    expect(api?.outcome).toBe("deployed");
    expect(lines.join("\n")).toContain("1 not healthy (container api UNKNOWN)");
  });

  test("without a check are deployed: UNKNOWN is all that ECS ever says of them", async () => {
    expect((await judged(undefined, "UNKNOWN")).api?.outcome).toBe("deployed");
  });
});
