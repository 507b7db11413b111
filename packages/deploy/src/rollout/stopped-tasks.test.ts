import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ECS } from "@aws-sdk/client-ecs";
import { startAwsWire } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { silentLog } from "../log";
import { mostTelling, stoppedTasks } from "./stopped-tasks";

test("a task of the same revision that another deployment started is not our failure", async () => {
  const stopped = (arn: string, startedBy: string, exitCode: number) => ({
    taskArn: `task/c/${arn}`,
    taskDefinitionArn: "api:1",
    lastStatus: "STOPPED",
    stopCode: "EssentialContainerExited",
    startedBy,
    containers: [{ name: "api", exitCode }],
  });
  const tasks = [stopped("former", "ecs-svc/0", 3), stopped("ours", "ecs-svc/1", 4)];
  const wire = await startAwsWire({
    ListTasks: () => ({ taskArns: tasks.map(({ taskArn }) => taskArn) }),
    DescribeTasks: () => ({ tasks }),
    DescribeTaskDefinition: () => ({ taskDefinition: { containerDefinitions: [{ name: "api" }] } }),
  });
  try {
    const tools = { ecs: new ECS(wire.config), logs: new CloudWatchLogs(wire.config), log: silentLog };
    const own = { cluster: "c", ecsName: "api", revision: "api:1", deploymentId: "ecs-svc/1" };
    const told = stoppedTasks(tools, own);
    await told.tell();
    expect(told.cause()?.sentence).toBe("the container api exited with 4");
  } finally {
    await wire.close();
  }
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
