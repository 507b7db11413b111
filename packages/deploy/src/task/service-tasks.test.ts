import { ECS } from "@aws-sdk/client-ecs";
import { type AwsWire, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeTasks, listServiceTasks } from "./service-tasks";

let wire: AwsWire;
const arns = Array.from({ length: 250 }, (_, index) => `task/c/${index}`);
beforeAll(async () => {
  wire = await startAwsWire({
    ListTasks: ({ input }) => {
      const from = Number((input as { nextToken?: string }).nextToken ?? 0);
      const nextToken = from + 100 < arns.length ? String(from + 100) : undefined;
      return { taskArns: arns.slice(from, from + 100), nextToken };
    },
    DescribeTasks: ({ input }) => ({ tasks: (input as { tasks: string[] }).tasks.map((taskArn) => ({ taskArn })) }),
  });
});
afterAll(() => wire.close());

test("every page of a service's tasks is listed, and all of them described, a hundred in one call", async () => {
  const ecs = new ECS(wire.config);
  const listed = await listServiceTasks(ecs, { cluster: "c", ecsName: "api", desiredStatus: "RUNNING" });
  expect(listed).toEqual(arns);
  expect((await describeTasks(ecs, "c", listed)).map(({ taskArn }) => taskArn)).toEqual(arns);
  expect(wire.inputs("DescribeTasks").map((input: { tasks: string[] }) => input.tasks.length)).toEqual([100, 100, 50]);
});

test("no call describes no task", async () => {
  const before = wire.calls.length;
  expect(await describeTasks(new ECS(wire.config), "c", [])).toEqual([]);
  expect(wire.calls).toHaveLength(before);
});
