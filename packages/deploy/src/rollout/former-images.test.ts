import { fault, type Script } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { finishPending } from "./roll-out";
import { run, wire } from "./testing/rollout";
import { crash, definitionArn, type Glance, good, scriptedCluster, usualAnswer } from "./testing/scripted-cluster";

const tagged = "localhost:5000/api:v1";
const gaveUp: readonly Glance[] = [{ is: "in-progress" }, { is: "gave-up" }];

/** A service whose revision names a tag, of which its tasks run `before`, and `now` once the service was moved. */
function scenario(failing: readonly Glance[], { before, now }: { before?: string; now?: string }) {
  const cluster = scriptedCluster(["api"], { running: { api: tagged }, updates: { api: [failing, good, good] } });
  const script: Script = {
    DescribeTasks: (call) => {
      const { tasks } = usualAnswer(cluster, call) as {
        tasks: { taskDefinitionArn: string }[];
      };
      const named = wire?.actions().includes("UpdateService") ? now : before;
      return {
        tasks: tasks.map((task) => {
          const imageDigest = task.taskDefinitionArn === definitionArn("cashsouk-api", 3) ? before : named;
          return { ...task, containers: [{ name: "api", imageDigest }] };
        }),
      };
    },
  };
  return { cluster, script };
}
const registered = () =>
  (wire?.inputs("RegisterTaskDefinition") as { containerDefinitions: [{ image: string }] }[]).map(
    ({ containerDefinitions: [{ image }] }) => image,
  );

describe("a way back to a revision that names its image by a tag", () => {
  test.each([
    ["by ECS", crash],
    ["by us", gaveUp],
  ])("%s leads to the image that ran, by its digest, where the tag names another now", async (_title, failing) => {
    const { api, cluster } = await run(scenario(failing, { before: "sha256:ran", now: "sha256:moved" }));
    expect(registered().slice(1)).toEqual(["localhost:5000/api@sha256:ran"]);
    expect(wire?.inputs("UpdateService").at(-1)).toMatchObject({ taskDefinition: definitionArn("cashsouk-api", 3) });
    expect(wire?.inputs("DeregisterTaskDefinition")).toEqual([{ taskDefinition: definitionArn("cashsouk-api", 2) }]);
    expect(api?.outcome).not.toBe("deployed");
    expect(api?.reason).toContain(
      `cashsouk-api:3 runs again (1 of 1): cashsouk-api:1 with the image that ran by its digest, since ${tagged} names another now`,
    );
    expect(cluster.recorded).toEqual([]);
  });

  test("and whose step was killed on that way is seen there by the post step", async () => {
    const { cluster, script } = scenario(crash, { before: "sha256:ran", now: "sha256:moved" });
    const done = fault("ConflictException", "The service deployment is ROLLBACK_SUCCESSFUL");
    const { pending, tools } = await run({ cluster, script: { ...script, StopServiceDeployment: () => done } });
    expect(await finishPending(tools, pending[0] ?? [])).toEqual([
      {
        service: "api",
        restored: { kind: "healthy", how: "cashsouk-api:3 runs again (1 of 1), a copy of cashsouk-api:1" },
      },
    ]);
  });

  test("says nothing of it where the tag names what ran", async () => {
    const { api } = await run(scenario(crash, { before: "sha256:ran", now: "sha256:ran" }));
    expect(api?.reason).toMatch(/cashsouk-api:1 runs again \(1 of 1\)$/);
    expect(registered()).toHaveLength(1);
  });

  test("says that it is not known where the tasks tell no digest", async () => {
    const { api } = await run(scenario(crash, {}));
    expect(api?.reason).toContain(
      `cashsouk-api:1 runs again (1 of 1); whether api's image, by the tag ${tagged}, is the one that ran before is not known`,
    );
    expect(registered()).toHaveLength(1);
  });
});
