import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ECS } from "@aws-sdk/client-ecs";
import { startAwsWire } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { mostTelling, stoppedTasks } from "./stopped-tasks";

/** What is told of one look at these stopped tasks. */
async function toldOf(tasks: object[]) {
  const listed = tasks.map((task, index) => ({ taskArn: `task/c/${index}`, taskDefinitionArn: "api:1", ...task }));
  const wire = await startAwsWire({
    ListTasks: () => ({ taskArns: listed.map(({ taskArn }) => taskArn) }),
    DescribeTasks: () => ({ tasks: listed }),
    DescribeTaskDefinition: () => ({ taskDefinition: { containerDefinitions: [{ name: "api" }] } }),
  });
  try {
    const [warnings, infos]: [string[], string[]] = [[], []];
    const log = { info: (line: string) => infos.push(line), warning: (line: string) => warnings.push(line) };
    const tools = { ecs: new ECS(wire.config), logs: new CloudWatchLogs(wire.config), log };
    const told = stoppedTasks(tools, { cluster: "c", ecsName: "api", revision: "api:1", deploymentId: "ecs-svc/1" });
    await told.tell();
    return { cause: told.cause()?.sentence, warnings, infos };
  } finally {
    await wire.close();
  }
}

const exited = (exitCode: number | undefined) => ({
  lastStatus: "STOPPED",
  stopCode: "EssentialContainerExited",
  stoppedReason: "Essential container in task exited",
  containers: [{ name: "api", exitCode }],
});
const unhealthy = {
  lastStatus: "DEACTIVATING",
  stopCode: "ServiceSchedulerInitiated",
  stoppedReason: "Task failed container health checks",
};

test.each([
  [
    "a task of the same revision that another deployment started is not our failure",
    [
      { ...exited(3), startedBy: "ecs-svc/0" },
      { ...exited(4), startedBy: "ecs-svc/1" },
    ],
    "the container api exited with 4",
  ],
  [
    "a task that a container ended is told of when it has stopped, since its exit code comes then",
    [{ ...exited(undefined), lastStatus: "DEPROVISIONING" }],
    undefined,
  ],
  [
    "a Spot task that was taken away is no reason where another one failed by itself",
    [{ ...exited(143), stopCode: "SpotInterruption", stoppedReason: "Your Spot Task was interrupted." }, exited(4)],
    "the container api exited with 4",
  ],
  [
    "a task whose host was retired is no reason where another one failed by itself",
    [
      {
        ...exited(143),
        stopCode: "ServiceSchedulerInitiated",
        stoppedReason: "ECS is performing maintenance on the underlying infrastructure hosting the task.",
      },
      exited(4),
    ],
    "the container api exited with 4",
  ],
  [
    "a Spot task that was taken away is the reason where nothing else is known",
    [{ ...exited(143), stopCode: "SpotInterruption", stoppedReason: "Your Spot Task was interrupted." }],
    "Your Spot Task was interrupted",
  ],
  ["a task that ECS ends is told of while it still stops", [unhealthy], "Task failed container health checks"],
])("%s", async (_title, tasks, sentence) => {
  expect((await toldOf(tasks)).cause).toBe(sentence);
});

test.each([
  ["three are warned of", 3, 3, []],
  ["the first three are warned of, and the others are told in the log", 5, 3, ["task 3", "task 4"]],
])("of the tasks that fail in a row %s", async (_title, many, warned, inLog) => {
  const { warnings, infos } = await toldOf(Array.from({ length: many }, () => exited(1)));
  const told = expect.stringMatching(/^api: task \d stopped: the container api exited with 1$/);
  expect(warnings).toEqual(Array(warned).fill(told));
  expect(infos).toEqual(inLog.map((task) => `api: ${task} stopped: the container api exited with 1`));
});

const bundle =
  "return{error:err=>{throw Error(`serializer error`)}module.exports=function(){if(failed)throw new Error(reason)}";

describe("of a crashed container's last lines the reason is", () => {
  test.each([
    [
      "the error itself, not the bundle's line that threw it",
      [bundle, "Error: no database", "    at x:1:2"],
      "Error: no database",
    ],
    ["an error with its code", ["TypeError [ERR_INVALID]: wrong", "    at x"], "TypeError [ERR_INVALID]: wrong"],
    [
      "a line that speaks of an error, where none stands by itself",
      ["starting", "level=fatal out of disk"],
      "level=fatal out of disk",
    ],
    ["the last line, where none does", ["starting", "giving up"], "giving up"],
  ])("%s", (_, tail, reason) => {
    expect(mostTelling(tail, true)).toBe(reason);
  });
});
