import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { container, definition, exited, run, running, stack, wire } from "./testing/migration-task";

describe("a task's network", () => {
  test.each(["bridge", "host", "none", undefined])(
    "is not given to a task whose network mode is %s, which takes none",
    async (networkMode) => {
      const own = { ...definition, networkMode, requiresCompatibilities: ["EC2"] };
      await run({ DescribeTaskDefinition: () => ({ taskDefinition: own }) });
      expect(wire.inputs("RunTask")[0]).not.toHaveProperty("networkConfiguration");
    },
  );

  const network = { awsvpcConfiguration: { subnets: ["subnet-9"], assignPublicIp: "DISABLED" } };
  /** What ECS is asked to run beside such a service, with such a definition. */
  const besideService = async (service: object, more: object = {}) => {
    const own = { ...definition, ...more };
    const like = { network: { kind: "service", service: "api" }, cluster: "c" } as const;
    await run(
      { DescribeServices: () => ({ services: [service] }), DescribeTaskDefinition: () => ({ taskDefinition: own }) },
      like,
    );
    return wire.inputs("RunTask")[0] as object;
  };
  test("is not that of a service either, where the task takes none", async () => {
    const asked = await besideService(
      { networkConfiguration: network, launchType: "EC2" },
      { networkMode: "bridge", requiresCompatibilities: ["EC2"] },
    );
    expect(asked).toMatchObject({ launchType: "EC2" });
    expect(asked).not.toHaveProperty("networkConfiguration");
  });

  test("is that of the primary task set, where CodeDeploy or an external controller deploys the service", async () => {
    const set = { networkConfiguration: network, launchType: "FARGATE", platformVersion: "1.4.0" };
    const taskSets = [
      { ...set, status: "ACTIVE", networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-8"] } } },
      { ...set, status: "PRIMARY" },
    ];
    const service = { deploymentController: { type: "CODE_DEPLOY" }, launchType: "FARGATE", taskSets };
    expect(await besideService(service)).toMatchObject(set);
  });

  test("is that of a service on Spot, where the task is not: it would be taken away in its middle", async () => {
    const capacityProviderStrategy = [
      { capacityProvider: "FARGATE", base: 1, weight: 0 },
      { capacityProvider: "FARGATE_SPOT", weight: 1 },
    ];
    const asked = await besideService({ networkConfiguration: network, capacityProviderStrategy });
    expect(asked).toMatchObject({ networkConfiguration: network, launchType: "FARGATE" });
    expect(asked).not.toHaveProperty("capacityProviderStrategy");
  });

  test("may stand in a stack's outputs with spaces between", async () => {
    const outputs = stack.Stacks[0]?.Outputs.map((one) => ({
      ...one,
      OutputValue: one.OutputValue.replace(",", ", "),
    }));
    await run({ DescribeStacks: () => ({ Stacks: [{ ...stack.Stacks[0], Outputs: outputs }] }) });
    expect(wire.inputs("RunTask")[0]).toMatchObject({
      networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1", "subnet-2"] } },
    });
  });
});

describe("a container whose log can't be followed", () => {
  const without = (logConfiguration: object | undefined) => ({
    DescribeTaskDefinition: () => ({
      taskDefinition: { ...definition, containerDefinitions: [{ ...container, logConfiguration }] },
    }),
  });
  test.each([
    ["goes by FireLens", { logDriver: "awsfirelens" }, "it logs by awsfirelens"],
    ["names no group", { logDriver: "awslogs", options: {} }, "its awslogs has no awslogs-group"],
    ["is none", undefined, "it has no log driver"],
    [
      "is in another Region",
      {
        logDriver: "awslogs",
        options: { "awslogs-group": "/x", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "m" },
      },
      "its log is in eu-west-1",
    ],
  ])("since it %s is told, and not waited for", async (_title, logConfiguration, why) => {
    const { lines, elapsedMs, verdict } = await run({ ...without(logConfiguration), DescribeTasks: [exited(1)] });
    expect(verdict.kind).toBe("failed");
    expect(lines).toContainEqual(expect.stringContaining(`The log of migrations can't be followed: ${why}`));
    expect(elapsedMs).toBe(0);
    expect(wire.actions()).not.toContain("GetLogEvents");
  });
});

test("a log in another Region is read there", async () => {
  const options = { "awslogs-group": "/x", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "m" };
  const elsewhere = { ...container, logConfiguration: { logDriver: "awslogs", options } };
  const DescribeTaskDefinition = () => ({ taskDefinition: { ...definition, containerDefinitions: [elsewhere] } });
  const { tail } = await run({ DescribeTaskDefinition, DescribeTasks: [exited(1)] }, {}, undefined, 1, {
    regions: true,
  });
  expect(tail).toEqual(["2 migrations found", "Applying 002_notes"]);
  const asked = wire.calls.filter(({ action }) => action === "GetLogEvents");
  expect(asked.length).toBeGreaterThan(0);
  for (const { headers } of asked) expect(headers.authorization).toContain("/eu-west-1/logs/aws4_request");
});

describe("a log without a stream's prefix", () => {
  const options = { "awslogs-group": "/x" };
  const nameless = { ...container, logConfiguration: { logDriver: "awslogs", options } };
  const DescribeTaskDefinition = () => ({ taskDefinition: { ...definition, containerDefinitions: [nameless] } });

  test("is followed by the container's id in its engine, once ECS tells it", async () => {
    const { tail } = await run({ DescribeTaskDefinition, DescribeTasks: [running, exited(1, { runtimeId: "4f6e" })] });
    expect(tail).toEqual(["2 migrations found", "Applying 002_notes"]);
    expect(wire.inputs("GetLogEvents")[0]).toMatchObject({ logGroupName: "/x", logStreamName: "4f6e" });
  });

  test("is not waited for where ECS never tells it", async () => {
    const { elapsedMs } = await run({ DescribeTaskDefinition, DescribeTasks: [exited(1)] });
    expect(elapsedMs).toBe(0);
    expect(wire.actions()).not.toContain("GetLogEvents");
  });
});

test("a log that may not be read is not waited for at the end", async () => {
  const script = { GetLogEvents: () => fault("AccessDeniedException", "no"), DescribeTasks: [exited(1)] };
  expect((await run(script)).elapsedMs).toBe(0);
});
