import { randomUUID } from "node:crypto";
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ECR } from "@aws-sdk/client-ecr";
import { ECS } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { type AwsWire, type Script, startAwsWire, type WireCall } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach } from "@jest/globals";
import { service } from "../../manifest/testing/service";
import type { RotationRequest } from "../types";
import { clone, family, first, play, type scriptedRotation } from "./scripted-rotation";

export const request: RotationRequest = {
  cluster: "cashsouk-prod",
  secret: "/cashsouk/prod/api/database-url",
  ecsName: "cashsouk-api",
  families: { rotation: family, others: ["cashsouk-migrations", "cashsouk-database-roles"] },
  container: "database-rotation",
  taskLimits: { startForMs: 60_000, waitForMs: 60_000 },
  rollout: {
    cluster: "cashsouk-prod",
    services: [{ ...service("api"), migrates: true }],
    images: new Map(),
    commit: undefined,
    allowOlder: false,
    allowZero: false,
    forceNewDeployment: true,
    environment: undefined,
    ledger: "/released",
    run: "by hand",
    waitForMs: 900_000,
    onFailure: "rollback",
    onCancel: "rollback",
    healthUrl: undefined,
    versionUrl: undefined,
    serviceName: "cashsouk-{service}",
    container: "{service}",
  },
};

let wire: AwsWire | undefined;
afterEach(() => wire?.close());

type World = ReturnType<typeof scriptedRotation>;

/** `spoil` may answer a call otherwise; `undefined` leaves the answer to the world. */
export async function open(world: World, spoil: (call: WireCall) => object | undefined = () => undefined) {
  const script: Script = Object.fromEntries(
    Object.keys(world.script).map((action) => [action, (call: WireCall) => spoil(call) ?? play(world.script, call)]),
  );
  await wire?.close();
  wire = await startAwsWire(script);
  // Without the SDK's own retries: a call that fails once has failed.
  const config = { ...wire.config, maxAttempts: 1 };
  const lines: string[] = [];
  const tools = {
    ecs: new ECS(config),
    logs: new CloudWatchLogs(config),
    targets: new ElasticLoadBalancingV2(config),
    ecr: new ECR(config),
    ledger: new SSM(config),
    secrets: new SecretsManager(config),
    stacks: new CloudFormation(config),
    get: () => Promise.reject(new Error("no host is asked")),
    isAncestor: () => Promise.resolve(undefined),
    newToken: randomUUID,
    clock: makeTestClock(),
    log: { info: (text: string) => void lines.push(text), warning: (text: string) => void lines.push(`! ${text}`) },
    cancelled: new AbortController().signal,
  };
  return { tools, lines, wire };
}

export const rotated = { current: clone, pending: undefined, users: [clone], serving: clone };
export const untouched = { current: first, pending: undefined, users: [first], serving: first };
