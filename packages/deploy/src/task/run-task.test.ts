import { fault, reset } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import {
  cluster,
  container,
  definition,
  exited,
  family,
  oldImage,
  run,
  running,
  stack,
  taskArn,
  wire,
} from "./testing/migration-task";

describe("a task that does its work", () => {
  test("succeeds by its container's exit code, whatever its sidecar exits with", async () => {
    expect((await run({})).verdict).toEqual({ kind: "succeeded", exitCode: 0, reason: "migrations exited with 0" });
  });

  test("starts once, by token, in the stack's network and cluster, with command and environment", async () => {
    await run({});
    expect(wire.inputs("RunTask")).toEqual([
      {
        cluster: "cashsouk-local",
        launchType: "FARGATE",
        count: 1,
        clientToken: "token-1",
        startedBy: "token-1",
        taskDefinition: definition.taskDefinitionArn,
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: ["subnet-1", "subnet-2"],
            securityGroups: ["sg-1"],
            assignPublicIp: "DISABLED",
          },
        },
        overrides: {
          containerOverrides: [
            {
              name: "migrations",
              command: ["node", "migrate.mjs"],
              environment: [{ name: "SEED_DEMO", value: "true" }],
            },
          ],
        },
      },
    ]);
  });

  test("shows its log lines while it runs, each once, and a missing stream is waited for", async () => {
    const { lines, tail } = await run({});
    expect(lines).toEqual(expect.arrayContaining(["  | 2 migrations found", "  | Applying 002_notes"]));
    expect(tail).toEqual(["2 migrations found", "Applying 002_notes"]);
  });

  test("tells by what mark it is found before it is asked for, and which it is as soon as it was accepted", async () => {
    const { starting, started } = await run({});
    expect(starting).toEqual([{ cluster: "cashsouk-local", startedBy: "token-1" }]);
    expect(started).toEqual([{ cluster, taskArn }]);
  });

  test("with the definition's own image registers nothing", async () => {
    await run({}, { image: oldImage });
    expect(wire.actions()).not.toContain("RegisterTaskDefinition");
  });

  test("with another image runs a new revision that differs in that image only", async () => {
    const { taskDefinition } = await run({}, { image: "repo/api@sha256:new" });
    expect(taskDefinition).toMatch(/:4$/);
    expect(wire.inputs("RunTask")).toMatchObject([{ taskDefinition }]);
    expect(wire.inputs("RegisterTaskDefinition")).toEqual([
      {
        family,
        requiresCompatibilities: ["FARGATE"],
        cpu: "256",
        memory: "512",
        containerDefinitions: [{ ...container, image: "repo/api@sha256:new" }, definition.containerDefinitions[1]],
      },
    ]);
  });

  test("takes a service's network and strategy", async () => {
    const networkConfiguration = { awsvpcConfiguration: { subnets: ["subnet-9"], assignPublicIp: "DISABLED" } };
    const capacityProviderStrategy = [{ capacityProvider: "FARGATE", weight: 1 }];
    await run(
      {
        DescribeServices: () => ({
          services: [{ networkConfiguration, capacityProviderStrategy, launchType: "FARGATE" }],
        }),
      },
      { network: { kind: "service", service: "api" }, cluster: "c" },
    );
    expect(wire.inputs("RunTask")).toMatchObject([{ cluster: "c", networkConfiguration, capacityProviderStrategy }]);
    expect(wire.inputs("RunTask")[0]).not.toHaveProperty("launchType");
  });

  test("survives throttling, a broken connection and a task that is not listed yet", async () => {
    const { verdict } = await run({
      DescribeTasks: [
        { tasks: [], failures: [{ arn: taskArn, reason: "MISSING" }] },
        fault("ThrottlingException", "Rate exceeded"),
        reset(),
        running,
        reset(),
        reset(),
        reset(),
        exited(0),
      ],
    });
    expect(verdict.kind).toBe("succeeded");
  });

  test("does not wait for a log that may not be read, and says so", async () => {
    const { verdict, lines } = await run({
      GetLogEvents: () => fault("AccessDeniedException", "no logs:GetLogEvents"),
    });
    expect(verdict.kind).toBe("succeeded");
    expect(lines.filter((text) => text.startsWith("warning: The log /ecs/migrations can't be read"))).toHaveLength(1);
  });
});

describe("a task that can't be started", () => {
  test("an unknown container names the known ones", async () => {
    await expect(run({}, { container: "web" })).rejects.toThrow(
      `container: ${family} has the containers migrations, sidecar, got "web"`,
    );
  });

  test("a stack without the outputs names the missing one", async () => {
    const bare = { Stacks: [{ ...stack.Stacks[0], Outputs: [{ OutputKey: "ClusterName", OutputValue: "c" }] }] };
    await expect(run({ DescribeStacks: () => bare })).rejects.toThrow('stack: migrations has no output "SubnetIds"');
  });
});
