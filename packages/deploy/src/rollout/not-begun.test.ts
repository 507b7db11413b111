import { fault, type Script } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { DeployError } from "../error";
import { run, wire } from "./testing/rollout";
import { imageOf } from "./testing/scripted-cluster";

describe("before anything is moved it is refused that", () => {
  test.each<[string, object, string]>([
    [
      "a service is missing",
      { failures: [{ arn: "api", reason: "MISSING" }] },
      "cashsouk-local/cashsouk-api: ECS knows no such service (MISSING)",
    ],
    [
      "a service may not be read",
      { failures: [{ arn: "api", reason: "ACCESS_DENIED", detail: "by policy" }] },
      "cashsouk-local/cashsouk-api: ACCESS_DENIED by policy",
    ],
    [
      "several things failed: each is told",
      {
        failures: [
          { arn: "arn:a", reason: "MISSING" },
          { arn: "arn:b", reason: "ACCESS_DENIED" },
        ],
      },
      "cashsouk-local/cashsouk-api: arn:a MISSING; arn:b ACCESS_DENIED",
    ],
    ["ECS lists nothing at all", {}, "cashsouk-local/cashsouk-api: ECS lists no such service"],
    [
      "a service is being deleted",
      { services: [{ status: "DRAINING" }] },
      "cashsouk-local/cashsouk-api: is being deleted (DRAINING)",
    ],
    ...["CODE_DEPLOY", "EXTERNAL"].map((type): [string, object, string] => [
      `${type} deploys a service`,
      { services: [{ status: "ACTIVE", deploymentController: { type } }] },
      `cashsouk-local/cashsouk-api: is deployed by ${type}, which this can't judge`,
    ]),
  ])("%s", async (_title, answer, message) => {
    await expect(run({ script: { DescribeServices: () => answer } })).rejects.toThrow(message);
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  const runbook = "https://github.com/cashsouk/cashsouk/blob/main/docs/runbooks/rollout-failed.md#failed";
  const denied = (action: string) => fault("AccessDeniedException", `User: u is not authorized to perform: ${action}`);
  const about = "cashsouk-local/cashsouk-api";
  test.each<[string, Script, string, RegExp]>([
    [
      "the cluster is missing",
      { DescribeServices: () => fault("ClusterNotFoundException", "Cluster not found.") },
      `${about}: ClusterNotFoundException: Cluster not found; nothing was moved`,
      /Is it the right cluster/,
    ],
    [
      "DescribeServices is refused",
      { DescribeServices: () => denied("ecs:DescribeServices") },
      `${about}: AccessDeniedException: User: u is not authorized to perform: ecs:DescribeServices; nothing was moved`,
      /lacks ecs:DescribeServices/,
    ],
    [
      "the service is missing",
      { DescribeServices: () => ({ failures: [{ arn: "api", reason: "MISSING" }] }) },
      `${about}: ECS knows no such service (MISSING); nothing was moved`,
      /Is it the service's name in ECS/,
    ],
    [
      "the service's task definition is missing",
      { DescribeTaskDefinition: () => fault("ClientException", "Unable to describe task definition.") },
      `${about}: its task definition cashsouk-api:1: ClientException: Unable to describe task definition; nothing was moved`,
      /none of its family is ACTIVE/,
    ],
    [
      "the ledger is refused",
      { GetParametersByPath: () => denied("ssm:GetParametersByPath") },
      "AccessDeniedException: User: u is not authorized to perform: ssm:GetParametersByPath; nothing was moved",
      /lacks ssm:GetParametersByPath/,
    ],
    [
      "the credentials have expired",
      { DescribeServices: () => fault("ExpiredTokenException", "The security token is expired") },
      `${about}: ExpiredTokenException: The security token is expired; nothing was moved`,
      /./,
    ],
  ])(
    "%s: one sentence that nothing was moved, what to do, and where to read on",
    async (_title, script, message, what) => {
      const error = await run({ script }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DeployError);
      expect(error).toMatchObject({ message, hint: expect.stringMatching(what) });
      expect((error as DeployError).hint).toMatch(new RegExp(`${runbook}$`));
      expect(message).not.toContain("unknown");
      expect(wire?.actions()).not.toContain("UpdateService");
    },
  );

  test("a DAEMON service gets a desired count", async () => {
    const daemon = { service: { schedulingStrategy: "DAEMON" }, request: { desiredCount: 3 } };
    await expect(run(daemon)).rejects.toThrow("desired-count: a DAEMON service runs one task an instance");
  });
  test("a value takes a secret's place", async () => {
    const secrets = [{ name: "PASSWORD", valueFrom: "arn:secret" }];
    const container = { name: "api", image: imageOf("api", "old"), secrets };
    await expect(
      run({
        reshaped: { api: { containerDefinitions: [container] } },
        request: { environmentVariables: { PASSWORD: "x" } },
      }),
    ).rejects.toThrow("environment-variables: PASSWORD of the container api is a secret");
  });
});
