import { type Answer, fault, reset, type Script } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { DeployError } from "../error";
import { nothingStarted } from "./nothing-started";
import type { TaskRequest } from "./run-task";
import { container, definition, family, run, running, wire } from "./testing/migration-task";

const denied = (action: string) => fault("AccessDeniedException", `User: u is not authorized to perform: ${action}`);
const expired = () => fault("ExpiredTokenException", "The security token included in the request is expired");
const likeService = { network: { kind: "service", service: "api" }, cluster: "shop" } as const;
const secrets = [{ name: "DATABASE_URL", valueFrom: "arn:aws:secretsmanager:ap-southeast-5:123456789012:secret:db" }];
const withSecret = { ...definition, containerDefinitions: [{ ...container, secrets }] };
const refusing = async (script: Script, change: Partial<TaskRequest> = {}) => {
  const error = await run(script, change).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DeployError);
  return error as DeployError;
};

describe("before a task is asked for", () => {
  test.each<[string, Script, Partial<TaskRequest>, string, RegExp]>([
    [
      "no such task definition",
      { DescribeTaskDefinition: () => fault("ClientException", "Unable to describe task definition.") },
      {},
      `task definition ${family}: ClientException: Unable to describe task definition`,
      /none of its family is ACTIVE/,
    ],
    [
      "a variable that is a secret of the container",
      { DescribeTaskDefinition: () => ({ taskDefinition: withSecret }) },
      { environmentVariables: { DATABASE_URL: "postgres://elsewhere", SEED: "1" } },
      "environment-variables: DATABASE_URL of the container migrations is a secret, which no value may replace",
      /Mend what it names/,
    ],
    [
      "a task definition that may not be read",
      { DescribeTaskDefinition: () => denied("ecs:DescribeTaskDefinition") },
      {},
      `task definition ${family}: AccessDeniedException: User: u is not authorized to perform: ecs:DescribeTaskDefinition`,
      /lacks ecs:DescribeTaskDefinition/,
    ],
    [
      "an answer without a definition",
      { DescribeTaskDefinition: () => ({}) },
      {},
      `task definition ${family}: ECS knows none of that name`,
      /Mend what it names/,
    ],
    [
      "credentials that have expired",
      { DescribeTaskDefinition: expired },
      {},
      "ECS DescribeTaskDefinition: the credentials have expired (ExpiredTokenException)",
      /`role-to-assume`/,
    ],
    [
      "credentials that AWS does not know",
      { DescribeTaskDefinition: () => fault("UnrecognizedClientException", "The security token is invalid") },
      {},
      "ECS DescribeTaskDefinition: AWS does not know the credentials (UnrecognizedClientException)",
      /Is it the right account/,
    ],
    [
      "a service of another cluster",
      { DescribeServices: () => fault("ClusterNotFoundException", "Cluster not found.") },
      likeService,
      "shop/api: ClusterNotFoundException: Cluster not found",
      /Is it the right cluster/,
    ],
    [
      "no such service",
      { DescribeServices: () => ({ failures: [{ arn: "api", reason: "MISSING" }] }) },
      likeService,
      "shop/api: ECS knows no such service (MISSING)",
      /Is it the service's name in ECS/,
    ],
    [
      "a service that may not be read",
      { DescribeServices: () => ({ failures: [{ arn: "api", reason: "ACCESS_DENIED", detail: "by policy" }] }) },
      likeService,
      "shop/api: ACCESS_DENIED by policy",
      /lacks ecs:DescribeServices/,
    ],
    [
      "no such stack",
      { DescribeStacks: () => fault("ValidationError", "Stack with id migrations does not exist") },
      {},
      "stack migrations: ValidationError: Stack with id migrations does not exist",
      /Is it the stack's name/,
    ],
    [
      "a stack without the outputs",
      { DescribeStacks: () => ({ Stacks: [] }) },
      {},
      'stack: migrations has no output "ClusterName"',
      /has the outputs SubnetIds/,
    ],
    [
      "a container that the definition has not",
      {},
      { container: "web" },
      `container: ${family} has the containers migrations, sidecar, got "web"`,
      /the input `container`/,
    ],
    [
      "a revision that may not be registered",
      { RegisterTaskDefinition: () => denied("iam:PassRole") },
      { image: "repo/api@sha256:new" },
      `${family}: its revision with repo/api@sha256:new: AccessDeniedException: User: u is not authorized to perform: iam:PassRole`,
      /lacks iam:PassRole/,
    ],
    [
      "credentials that expired after the first answers",
      { RegisterTaskDefinition: expired },
      { image: "repo/api@sha256:new" },
      "the credentials have expired (ExpiredTokenException)",
      /`role-to-assume`/,
    ],
    [
      "overrides that are too long",
      {},
      { environmentVariables: { LIST: "x".repeat(8200) } },
      `${family}:3: command and environment make overrides of 8322 characters, and ECS takes 8192`,
      /Fewer reviewed migrations/,
    ],
  ])("%s: one sentence that nothing was started, and what to do", async (_title, script, change, sentence, what) => {
    const { message, hint } = await refusing(script, change);
    expect(message).toBe(`${sentence}; nothing was started`);
    expect(hint).toMatch(what);
    expect(wire.actions()).not.toContain("RunTask");
  });
});

test("credentials that could not be renewed are told with why", () => {
  const cause = Object.assign(new Error("no token"), { name: "NetworkError" });
  const thrown = new DeployError("credentials-expired", "what was begun is unknown", undefined, { cause });
  expect(nothingStarted(thrown)).toMatchObject({
    message: "the credentials have expired (NetworkError: no token); nothing was started",
  });
});

describe("a start that ECS refuses", () => {
  const told = `${family}:3: ECS started no task: `;
  test.each<[string, () => Answer, string, RegExp]>([
    [
      "for its cluster",
      () => fault("ClusterNotFoundException", "Cluster not found."),
      `${told}ClusterNotFoundException: Cluster not found.`,
      /Is it the right cluster/,
    ],
    [
      "for its subnets",
      () => fault("InvalidParameterException", "The subnet ID 'subnet-1' does not exist"),
      `${told}InvalidParameterException: The subnet ID 'subnet-1' does not exist`,
      /subnets and security groups of one VPC/,
    ],
    [
      "for a revision that was deregistered",
      () => fault("ClientException", "TaskDefinition is inactive"),
      `${told}ClientException: TaskDefinition is inactive`,
      /a revision that is ACTIVE/,
    ],
    [
      "with words that nobody knows",
      () => fault("InvalidParameterException", "No."),
      `${told}InvalidParameterException: No.`,
      /ECS says what it refuses/,
    ],
    [
      "as one too many, to the end",
      () => fault("ThrottlingException", "Rate exceeded"),
      `${told}ThrottlingException: Rate exceeded`,
      /Too many calls/,
    ],
    [
      "since the credentials have expired",
      expired,
      "the credentials have expired (ExpiredTokenException); nothing was started",
      /`role-to-assume`/,
    ],
  ])("%s says that nothing was started, and what to do", async (_title, answer, sentence, what) => {
    const { message, hint } = await refusing({ RunTask: answer });
    expect(message).toBe(sentence);
    expect(hint).toMatch(what);
    expect(message).not.toContain("unknown");
  });

  test.each<[string, () => Answer]>([
    ["refused", () => fault("AccessDeniedException", "not authorized to perform: ecs:RunTask")],
    ["refused for its credentials", expired],
    ["met by a fault", () => fault("ServerException", "Service Unavailable", 500)],
  ])(
    "after one that was not answered, and is %s, may run all the same: it says how to look",
    async (_title, answer) => {
      let turn = 0;
      const { message, hint } = await refusing({ RunTask: () => (turn++ === 0 ? reset() : answer()) });
      expect(message).toMatch(/what became of it is unknown/);
      expect(message).not.toContain("nothing was started");
      expect(hint).toContain("`aws ecs list-tasks --cluster cashsouk-local --started-by token-1` shows it");
    },
  );

  test.each<[string, () => Answer]>([
    ["refused", () => fault("AccessDeniedException", "not authorized to perform: ecs:RunTask")],
    ["refused for its credentials", expired],
  ])(
    "that the SDK sent a second time, after a first answer that got lost, and is %s, may run all the same",
    async (_title, answer) => {
      let turn = 0;
      const script = { RunTask: () => (turn++ === 0 ? reset() : answer()) };
      const { message, hint } = (await run(script, {}, undefined, 2).catch((thrown: unknown) => thrown)) as DeployError;
      expect(turn).toBe(2);
      expect(message).toMatch(/what became of it is unknown/);
      expect(message).not.toMatch(/started no task|nothing was started/);
      expect(hint).toContain("`aws ecs list-tasks --cluster cashsouk-local --started-by token-1` shows it");
    },
  );

  test("that the SDK sent twice, and was refused each time, has started nothing", async () => {
    let turn = 0;
    const answers = [fault("ThrottlingException", "Rate exceeded"), fault("AccessDeniedException", "not authorized")];
    const script = { RunTask: () => answers[turn++] ?? {} };
    await expect(run(script, {}, undefined, 2)).rejects.toThrow(`${told}AccessDeniedException: not authorized`);
    expect(turn).toBe(2);
  });

  test("cancelled while it waits to ask again has started nothing, since each answer was a refusal", async () => {
    const throttled = () => fault("ThrottlingException", "Rate exceeded");
    await expect(run({ RunTask: throttled }, {}, "RunTask")).rejects.toMatchObject({
      message: `${family}:3: the run was cancelled; nothing was started`,
      hint: "Run it again when you want it.",
    });
  });
});

test.each<[string, Answer, RegExp]>([
  ["may not be looked at", denied("ecs:DescribeTasks"), /lacks ecs:DescribeTasks/],
  ["nobody tells of", fault("ServerException", "Service Unavailable", 500), /`aws ecs describe-tasks --cluster \S+ /],
  ["is refused with a word", { failures: [{ reason: "ACCESS_DENIED" }] }, /ecs:DescribeTasks/],
])("a task that was started and %s is unknown, with what to do", async (_title, answer, what) => {
  const { message, hint } = await refusing({ DescribeTasks: () => answer, RunTask: () => running });
  expect(message).toMatch(/what became of it is unknown/);
  expect(hint).toMatch(what);
});
