import type { HealthStatus, Task } from "@aws-sdk/client-ecs";
import { describe, expect, test } from "@jest/globals";
import { judgeTasks, type State } from "./verdict";

const revision = (name: string) => `arn:aws:ecs:r:1:task-definition/${name}`;
const deployed: State = { kind: "deployed" };
const waiting = (why: string): State => ({ kind: "in-progress", why, near: true });

describe("the service's tasks", () => {
  const task = (name: string, lastStatus = "RUNNING"): Task => ({ taskDefinitionArn: revision(name), lastStatus });
  const [our, old] = [task("family:8"), task("family:7")];
  const judgeTwo = (tasks: readonly Task[], checked: readonly string[] = []) =>
    judgeTasks(tasks, { revision: revision("family:8"), desired: 2, checked });
  test.each<[string, Task[], State]>([
    ["are ours, as many as are desired: deployed", [our, our], deployed],
    ["are ours, more than are desired: deployed", [our, our, our], deployed],
    ["are too few of ours, however many others run", [our, old, old], waiting("1 of 2 tasks run")],
    ["that do not run yet don't count", [our, task("family:8", "PENDING")], waiting("1 of 2 tasks run")],
    ["that are being stopped don't", [our, { ...our, desiredStatus: "STOPPED" }], waiting("1 of 2 tasks run")],
    ["of another revision keep it waiting", [our, our, old], waiting("1 of family:7 still running")],
    ["of another revision that ended don't", [our, our, task("family:7", "STOPPED")], deployed],
  ])("%s", (_, tasks, state) => expect(judgeTwo(tasks)).toEqual(state));

  const without = (exitCode: number | undefined, lastStatus = "STOPPED"): Task => ({
    ...our,
    containers: [
      { name: "proxy", lastStatus: "RUNNING" },
      { name: "api", lastStatus, exitCode },
    ],
  });
  const why = "of 2 tasks that run 1 without it: the container api exited with 1";
  test.each<[string, Task[], boolean, State]>([
    ["whose container has failed: not deployed", [our, without(1)], false, { kind: "failed", reason: why }],
    ["whose container has failed, and is started anew, are waited for", [our, without(1)], true, waiting(why)],
    ["whose container runs again after a failure: deployed", [our, without(1, "RUNNING")], true, deployed],
    ["whose container has done its work: deployed", [our, without(0)], false, deployed],
  ])("that go on, %s", (_, tasks, restarts, state) =>
    expect(
      judgeTasks(tasks, {
        revision: revision("family:8"),
        desired: 2,
        checked: [],
        deployed: { name: "api", restarts },
      }),
    ).toEqual(state),
  );

  const well = (name: string, health: string, task = health): Task => ({
    ...our,
    healthStatus: task as HealthStatus,
    containers: [{ name, healthStatus: health as HealthStatus }, { name: "sidecar" }],
  });
  const healthy = well("api", "HEALTHY");
  const second: Task = {
    ...our,
    containers: [{ name: "sidecar", healthStatus: "HEALTHY" }, ...well("api", "UNHEALTHY").containers!],
  };
  const unwell = (count: number, what: string) => waiting(`of 2 tasks that run ${count} not healthy (${what})`);
  test.each<[string, Task[], string[], State]>([
    ["are healthy: deployed", [healthy, healthy], ["api"], deployed],
    ["are not all healthy", [healthy, well("api", "UNHEALTHY")], ["api"], unwell(1, "container api UNHEALTHY")],
    ["are checked for the first time", [well("api", "UNKNOWN"), our], ["api"], unwell(2, "container api UNKNOWN")],
    ["say nothing of a check that there is", [our, healthy], ["api"], unwell(1, "container api UNKNOWN")],
    ["have no check: UNKNOWN is all that they say", [well("api", "UNKNOWN"), our], [], deployed],
    [
      "are healthy where there is a check, UNKNOWN as a whole for a container without one",
      [well("api", "HEALTHY", "UNKNOWN"), healthy],
      ["api"],
      deployed,
    ],
    [
      "are HEALTHY as a whole, whatever a container says",
      [healthy, well("api", "UNKNOWN", "HEALTHY")],
      ["api"],
      deployed,
    ],
    ["have a checked container after a healthy one", [healthy, second], ["api"], unwell(1, "container api UNHEALTHY")],
    ["are UNHEALTHY, whatever is known of checks", [healthy, well("api", "UNHEALTHY")], [], unwell(1, "UNHEALTHY")],
    [
      "of another revision have no say in health",
      [healthy, healthy, { ...old, healthStatus: "UNHEALTHY" }],
      ["api"],
      waiting("1 of family:7 still running"),
    ],
  ])("that run %s", (_, tasks, checked, state) => expect(judgeTwo(tasks, checked)).toEqual(state));
});
