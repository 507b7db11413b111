import type { AwsVpcConfiguration, RunTaskCommandInput, Service, TaskDefinition, TaskSet } from "@aws-sdk/client-ecs";
import { DeployError } from "../error";
import { inspecting, noSuchService } from "./not-begun";
import type { EcsServices, Stacks } from "./ports";

/** Where a task's network comes from: like a service's, from a stack's outputs, or given. */
export type NetworkSource =
  | { readonly kind: "service"; readonly service: string }
  | { readonly kind: "stack"; readonly stack: string }
  | {
      readonly kind: "given";
      readonly subnets: readonly string[];
      readonly securityGroups: readonly string[];
      readonly assignPublicIp: boolean;
    };

export type Placement = Pick<
  RunTaskCommandInput,
  "cluster" | "networkConfiguration" | "launchType" | "capacityProviderStrategy" | "platformVersion"
>;

/** Resolves cluster and network. A stack may name the cluster (output `ClusterName`) where the input doesn't. */
export async function findPlacement(
  { ecs, stacks }: { ecs: EcsServices; stacks: Stacks },
  source: NetworkSource,
  cluster: string | undefined,
  definition: TaskDefinition,
): Promise<Placement> {
  // Only a task with a network interface of its own takes a network; ECS refuses it for any other.
  const { networkMode, requiresCompatibilities } = definition;
  const isFargate = requiresCompatibilities?.includes("FARGATE");
  const takesNetwork = (networkMode ?? (isFargate === false ? "bridge" : "awsvpc")) === "awsvpc";
  if (source.kind === "service") {
    const { networkConfiguration, ...placement } = await likeService(ecs, source.service, cluster);
    return { ...placement, ...(takesNetwork ? { networkConfiguration } : {}) };
  }
  const fargate = isFargate ? ({ launchType: "FARGATE" } as const) : {};
  const network = (of: Parameters<typeof vpcNetwork>[0]) => (takesNetwork ? vpcNetwork(of) : {});
  if (source.kind === "given") {
    const { subnets, securityGroups, assignPublicIp } = source;
    return { cluster, ...fargate, ...network({ subnets, securityGroups, assignPublicIp }) };
  }
  const outputs = await stackOutputs(stacks, source.stack);
  const output = (name: string) => outputs.get(name) ?? missing(source.stack, name);
  return {
    cluster: cluster ?? output("ClusterName"),
    ...fargate,
    ...network({
      subnets: listed(output("SubnetIds")),
      securityGroups: listed(output("SecurityGroupIds")),
      assignPublicIp: outputs.get("AssignPublicIp") === "ENABLED",
    }),
  };
}

async function likeService(ecs: EcsServices, name: string, cluster: string | undefined): Promise<Placement> {
  const about = `${cluster}/${name}`;
  const { services = [], failures = [] } = await inspecting(about, () =>
    ecs.describeServices({ cluster, services: [name] }),
  );
  const [service] = services;
  const { reason, detail } = failures[0] ?? {};
  if (!service) throw noSuchService(about, [reason, detail].filter(Boolean).join(" "));
  // CodeDeploy, and an external controller, keep it in task sets.
  const primary = service.taskSets?.find(({ status }) => status === "PRIMARY");
  const placed = service.networkConfiguration ? service : (primary ?? service);
  const { networkConfiguration, platformVersion } = placed;
  return { cluster, networkConfiguration, ...capacityOf(placed), platformVersion };
}

/** A service has either a strategy or a launch type, and so has a task. Spot would take a migration away in its middle. */
function capacityOf({ launchType, capacityProviderStrategy = [] }: Service | TaskSet): Placement {
  if (capacityProviderStrategy.some((one) => one.capacityProvider === "FARGATE_SPOT")) return { launchType: "FARGATE" };
  return capacityProviderStrategy.length > 0 ? { capacityProviderStrategy } : { launchType };
}

async function stackOutputs(stacks: Stacks, stack: string): Promise<Map<string, string>> {
  const { Stacks: found = [] } = await inspecting(`stack ${stack}`, () => stacks.describeStacks({ StackName: stack }));
  return new Map((found[0]?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]));
}

function missing(stack: string, output: string): never {
  throw new DeployError(
    "no-such-output",
    `stack: ${stack} has no output "${output}"`,
    "A stack that places a task has the outputs SubnetIds and SecurityGroupIds (comma lists), and ClusterName unless `cluster` is given.",
  );
}

const listed = (list: string) =>
  list
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

function vpcNetwork(of: { subnets: readonly string[]; securityGroups: readonly string[]; assignPublicIp: boolean }) {
  const awsvpcConfiguration: AwsVpcConfiguration = {
    subnets: [...of.subnets],
    ...(of.securityGroups.length > 0 ? { securityGroups: [...of.securityGroups] } : {}),
    assignPublicIp: of.assignPublicIp ? "ENABLED" : "DISABLED",
  };
  return { networkConfiguration: { awsvpcConfiguration } };
}
