import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ECS } from "@aws-sdk/client-ecs";
import { type AwsWire, fault, type Handler, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach } from "@jest/globals";
import { awsClient } from "../../aws-client";
import { runTask, type TaskRequest } from "../run-task";

export const cluster = "arn:aws:ecs:ap-southeast-5:123456789012:cluster/cashsouk-local";
export const taskArn = "arn:aws:ecs:ap-southeast-5:123456789012:task/cashsouk-local/0123456789abcdef";
export const family = "cashsouk-migrations-local";
export const oldImage = "repo/api@sha256:old";
export const container = {
  name: "migrations",
  image: oldImage,
  essential: true,
  logConfiguration: {
    logDriver: "awslogs",
    options: { "awslogs-group": "/ecs/migrations", "awslogs-region": "ap-southeast-5", "awslogs-stream-prefix": "m" },
  },
};
export const definition = {
  taskDefinitionArn: `arn:aws:ecs:ap-southeast-5:123456789012:task-definition/${family}:3`,
  family,
  revision: 3,
  status: "ACTIVE",
  requiresCompatibilities: ["FARGATE"],
  compatibilities: ["EC2", "FARGATE"],
  registeredBy: "somebody",
  cpu: "256",
  memory: "512",
  containerDefinitions: [container, { name: "sidecar", image: "sidecar:1", essential: false }],
};
export const stack = {
  Stacks: [
    {
      StackName: "migrations",
      StackStatus: "CREATE_COMPLETE",
      CreationTime: "2026-11-22T00:00:00Z",
      Outputs: [
        { OutputKey: "ClusterName", OutputValue: "cashsouk-local" },
        { OutputKey: "SubnetIds", OutputValue: "subnet-1,subnet-2" },
        { OutputKey: "SecurityGroupIds", OutputValue: "sg-1" },
      ],
    },
  ],
};
export const line = (message: string) => ({ message, timestamp: 1 });
export const task = (fields: object) => ({ tasks: [{ taskArn, clusterArn: cluster, startedAt: 1, ...fields }] });
export const running = task({ lastStatus: "RUNNING", containers: [{ name: "migrations" }] });
export const exited = (exitCode: number | undefined, fields: object = {}) =>
  task({
    lastStatus: "STOPPED",
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers: [
      { name: "migrations", exitCode, ...fields },
      { name: "sidecar", exitCode: 1 },
    ],
  });
/** As ECS shows a task that it was told to stop. */
export const stoppedByUs = task({
  lastStatus: "STOPPED",
  stopCode: "UserInitiated",
  stoppedReason: "the run was cancelled",
  containers: [{ name: "migrations", exitCode: 143 }],
});
const good: Script = {
  DescribeTaskDefinition: () => ({ taskDefinition: definition }),
  DescribeStacks: () => stack,
  RegisterTaskDefinition: ({ input }) => ({
    taskDefinition: { ...(input as object), taskDefinitionArn: definition.taskDefinitionArn.replace(":3", ":4") },
  }),
  RunTask: () => running,
  DescribeTasks: [running, running, exited(0)],
  StopTask: () => ({ task: { taskArn } }),
  GetLogEvents: [
    fault("ResourceNotFoundException", "The specified log stream does not exist."),
    { events: [line("2 migrations found"), line("Applying 002_notes")], nextForwardToken: "f/1" },
    { events: [], nextForwardToken: "f/1" },
  ],
};
const request: TaskRequest = {
  cluster: undefined,
  taskDefinition: family,
  container: "migrations",
  image: undefined,
  command: ["node", "migrate.mjs"],
  environmentVariables: { SEED_DEMO: "true" },
  network: { kind: "stack", stack: "migrations" },
  startForMs: 180_000,
  waitForMs: 1_800_000,
};

export let wire: AwsWire;
const wires: AwsWire[] = [];
afterEach(() => Promise.all(wires.splice(0).map((one) => one.close())));

/**
 * `cancel`: the run is cancelled after so many milliseconds, or while AWS is asked for this action. `attempts`: with one try of
 * the SDK's own a fault is ours to bear.
 */
export async function run(
  script: Script,
  change: Partial<TaskRequest> = {},
  cancel?: number | string,
  attempts = 1,
  { regions = false } = {},
) {
  const clock = makeTestClock();
  const abort = new AbortController();
  if (typeof cancel === "number") clock.at(cancel, () => abort.abort());
  const whole = { ...good, ...script };
  wire = await startAwsWire(typeof cancel === "string" ? aborting(whole, cancel, () => abort.abort()) : whole);
  wires.push(wire);
  const limits = { connectMs: 5_000, answerMs: 20_000, attempts };
  const lines: string[] = [];
  const starting: unknown[] = [];
  const started: unknown[] = [];
  const result = await runTask(
    {
      ecs: awsClient(ECS, wire.config, limits),
      logs: awsClient(CloudWatchLogs, wire.config, limits),
      ...(regions ? { logsIn: (region) => awsClient(CloudWatchLogs, { ...wire.config, region }, limits) } : {}),
      stacks: awsClient(CloudFormation, wire.config, limits),
      clock,
      log: { info: (text) => lines.push(text), warning: (text) => lines.push(`warning: ${text}`) },
      cancelled: abort.signal,
      clientToken: "token-1",
      onStarting: (of) => starting.push(of),
      onStarted: (of) => started.push(of),
    },
    { ...request, ...change },
  );
  return { ...result, lines, starting, started, elapsedMs: clock.elapsed() };
}

function aborting(script: Script, action: string, abort: () => void): Script {
  const steps = script[action] ?? [];
  let turn = 0;
  const answer: Handler = (call) => {
    abort();
    return typeof steps === "function" ? steps(call) : (steps[Math.min(turn++, steps.length - 1)] ?? {});
  };
  return { ...script, [action]: answer };
}
