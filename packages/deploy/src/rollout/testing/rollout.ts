import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ECR } from "@aws-sdk/client-ecr";
import { ECS } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SSM } from "@aws-sdk/client-ssm";
import { type AwsWire, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach } from "@jest/globals";
import type { BuiltImage } from "../../image";
import type { PublicAnswer } from "../../public-host";
import type { IsAncestor } from "../../release";
import type { Service } from "../../manifest";
import { service } from "../../manifest/testing/service";
import { rollOut } from "../roll-out";
import type { Pending, RolloutRequest } from "../types";
import { type ClusterOptions, definitionArn, imageOf, scriptedCluster } from "./scripted-cluster";

export const key = "ab".repeat(32);
export const oldCommit = "0".repeat(40);
export const commit = "1".repeat(40);
export const built = (name: string, digest = "new"): [string, BuiltImage] => [
  name,
  {
    image: imageOf(name, digest),
    digest: `sha256:${digest}`,
    key,
    dirty: false,
    tags: [],
    reused: false,
    bytes: 1,
    seconds: 1,
  },
];
export const released = (name: string) => ({
  service: name,
  commit: oldCommit,
  dirty: false,
  key: "cd".repeat(32),
  image: imageOf(name, "old"),
  digest: "sha256:old",
  revision: definitionArn(`cashsouk-${name}`, 1),
  releasedAt: "2026-11-01T00:00:00.000Z",
  run: "1",
  seconds: 9,
});
export const crashed = (more: object = {}) => ({
  taskDefinitionArn: definitionArn("cashsouk-api", 2),
  stopCode: "EssentialContainerExited",
  stoppedReason: "Essential container in task exited",
  containers: [{ name: "api", exitCode: 1 }],
  ...more,
});

export let wire: AwsWire | undefined;
afterEach(() => wire?.close());

interface Scenario extends ClusterOptions {
  readonly services?: readonly Service[];
  readonly request?: Partial<RolloutRequest>;
  readonly script?: Script;
  /** A cluster that an earlier rollout has left. */
  readonly cluster?: ReturnType<typeof scriptedCluster>;
  readonly cancelAfterMs?: number;
  /** Cancels when this call arrives. */
  readonly cancelAt?: string;
  readonly get?: (url: string) => PublicAnswer;
  /** Other Regions can be asked as well. */
  readonly regions?: boolean;
  readonly isAncestor?: boolean | IsAncestor | undefined;
}

export async function run(scenario: Scenario = {}) {
  const services = scenario.services ?? [service("api")];
  const cluster =
    scenario.cluster ??
    scriptedCluster(
      services.map(({ name }) => name),
      scenario,
    );
  const abort = new AbortController();
  const script = { ...cluster.script, ...scenario.script };
  const { cancelAt } = scenario;
  if (cancelAt) {
    const usual = script[cancelAt];
    script[cancelAt] = (call) => {
      abort.abort();
      return typeof usual === "function" ? usual(call) : (usual?.[0] ?? {});
    };
  }
  wire = await startAwsWire(script);
  const clock = makeTestClock();
  if (scenario.cancelAfterMs !== undefined) clock.at(scenario.cancelAfterMs, () => abort.abort());
  const lines: string[] = [];
  const ancestor = "isAncestor" in scenario ? scenario.isAncestor : false;
  const pending: (readonly Pending[])[] = [];
  const tools = {
    ecs: new ECS(wire.config),
    logs: new CloudWatchLogs(wire.config),
    targets: new ElasticLoadBalancingV2(wire.config),
    ecr: new ECR(wire.config),
    ...(scenario.regions ? { ecrIn: (region: string) => new ECR({ ...wire?.config, region }) } : {}),
    ledger: new SSM(wire.config),
    get: (url: string) =>
      Promise.resolve((scenario.get ?? (() => ({ status: 200, body: JSON.stringify({ key }) })))(url)),
    isAncestor: typeof ancestor === "function" ? ancestor : () => Promise.resolve(ancestor),
    clock,
    log: { info: (text: string) => void lines.push(text), warning: (text: string) => void lines.push(`! ${text}`) },
    cancelled: abort.signal,
    onPending: (now: readonly Pending[]) => void pending.push(now),
  };
  const result = await rollOut(tools, requestOf(services, scenario.request));
  return {
    result,
    api: result.deployments.get("api"),
    lines,
    pending,
    tools,
    cluster,
    recorded: cluster.recorded,
    ms: clock.elapsed(),
  };
}

export function requestOf(services: readonly Service[], more: Partial<RolloutRequest> = {}): RolloutRequest {
  return {
    cluster: "cashsouk-local",
    services,
    images: new Map([built("api")]),
    commit,
    allowOlder: false,
    allowZero: false,
    forceNewDeployment: false,
    environment: "production",
    ledger: "/released",
    run: "77",
    waitForMs: 15 * 60_000,
    onFailure: "rollback",
    onCancel: "rollback",
    healthUrl: "https://{subdomain}.example.test{health}",
    versionUrl: "https://{subdomain}.example.test/version",
    serviceName: "cashsouk-{service}",
    container: "{service}",
    ...more,
  };
}
