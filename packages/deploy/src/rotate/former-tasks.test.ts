import { ECS } from "@aws-sdk/client-ecs";
import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach, expect, test } from "@jest/globals";
import { silentLog } from "../log";
import { awaitFormerTasks } from "./former-tasks";

let wire: AwsWire | undefined;
afterEach(() => wire?.close());

test("a former task that drains behind many others, on another page, is waited for", async () => {
  const stopped = Array.from({ length: 130 }, (_, index) => `task/c/stopped-${index}`);
  const pages = { first: stopped.slice(0, 100), second: [...stopped.slice(100), "task/c/draining"] };
  let looks = 0;
  wire = await startAwsWire({
    DescribeServices: () => {
      looks++;
      return { services: [{ deployments: [{ id: "ecs-svc/new", status: "PRIMARY" }] }] };
    },
    ListTasks: ({ input }) => {
      const { desiredStatus, nextToken } = input as { desiredStatus: string; nextToken?: string };
      if (desiredStatus === "RUNNING") return { taskArns: ["task/c/new"] };
      return nextToken ? { taskArns: pages[nextToken as "second"] } : { taskArns: pages.first, nextToken: "second" };
    },
    DescribeTasks: ({ input }) => {
      const { tasks } = input as { tasks: string[] };
      if (tasks.length > 100) return fault("InvalidParameterException", "Tasks cannot have more than 100 elements");
      return { tasks: tasks.map((taskArn) => ({ taskArn, ...stateOf(taskArn) })) };
    },
  });

  function stateOf(taskArn: string) {
    if (taskArn === "task/c/new") return { lastStatus: "RUNNING", startedBy: "ecs-svc/new" };
    const drains = taskArn === "task/c/draining" && looks === 1;
    return { lastStatus: drains ? "DEACTIVATING" : "STOPPED", startedBy: "ecs-svc/old" };
  }

  const lines: string[] = [];
  const running = await awaitFormerTasks(
    {
      ecs: new ECS(wire.config),
      clock: makeTestClock(),
      log: { ...silentLog, info: (line) => void lines.push(line) },
      cancelled: new AbortController().signal,
    },
    { cluster: "c", ecsName: "api" },
  );
  expect({ running, looks, lines }).toEqual({ running: 1, looks: 2, lines: ["api: waiting for the end of draining"] });
});
