import { fault } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
import { crashed, run, wire } from "./testing/rollout";
import { crash, type Glance } from "./testing/scripted-cluster";

const gone = fault("ResourceNotFoundException", "The specified log stream does not exist.");
const lines = (...messages: string[]) => ({ events: messages.map((message) => ({ message })) });
const atOnce: readonly Glance[] = [{ is: "gave-up" }];

test.each<[string, readonly object[], readonly Glance[], number]>([
  ["a stream that appears later", [gone, gone, lines("Error: no database")], atOnce, 6000],
  ["lines that are delivered while ECS rolls back", [gone, lines("Error: no database")], crash, 20_000],
  [
    "an error that is delivered after the first lines",
    [lines("starting"), lines("starting", "Error: no database")],
    crash,
    20_000,
  ],
])("a crashed container's log is read again at the end: %s", async (_title, GetLogEvents, glances, within) => {
  const { api, result, ms } = await run({
    updates: { api: [glances] },
    stoppedTasks: [crashed()],
    script: { GetLogEvents },
  });
  expect(api?.reason).toContain('the container api exited with 1: "Error: no database"');
  expect(result.tails.get("api")?.at(-1)).toBe("Error: no database");
  expect(ms).toBeLessThanOrEqual(within + 4000);
});

test("a log that nothing comes to keeps nobody waiting", async () => {
  const { api, ms } = await run({
    updates: { api: [atOnce] },
    stoppedTasks: [crashed()],
    script: { GetLogEvents: [gone] },
  });
  expect(api?.reason).toContain("the container api exited with 1; ");
  expect(ms).toBeLessThan(12_000);
});

test("a cancelled run does not wait for a log", async () => {
  await run({
    updates: { api: [[{ is: "in-progress", failed: 1 }]] },
    stoppedTasks: [crashed()],
    script: { GetLogEvents: [gone] },
    cancelAfterMs: 9000,
  });
  const actions = wire?.actions() ?? [];
  expect(actions[actions.indexOf("StopServiceDeployment") - 1]).toBe("DescribeServiceDeployments");
});

test.each<[string, string, object, string | undefined]>([
  [
    "denied is told once, with the reason",
    "no line of it was read here, so look where it is",
    fault("AccessDeniedException", "no identity-based policy allows the logs:GetLogEvents action"),
    "! cashsouk-api: The log /ecs/api can't be read, so its lines are missing here: AccessDeniedException: no identity-based policy allows the logs:GetLogEvents action",
  ],
  ["that is not there is as good as empty", "no line of it was read here, so look where it is", gone, undefined],
  ["that tells is in the summary", "its last lines are in the summary", lines("Error: no database"), undefined],
])("a crashed container's log %s, and the hint says what is there of it", async (_title, hint, answer, told) => {
  const { result, lines: log } = await run({
    updates: { api: [crash] },
    stoppedTasks: [crashed()],
    script: { GetLogEvents: [answer] },
  });
  expect(result.hints.get("api")).toBe(`Its log says why: ${hint}.`);
  expect(log.filter((line) => line.includes("can't be read"))).toEqual(told ? [told] : []);
});
