import type { Stack, StackResourceDrift } from "@aws-sdk/client-cloudformation";
import { whyFailed } from "../aws-fault";
import { DeployError } from "../error";
import type { StackApi, StackPorts } from "./ports";
import { type ListedResource, listResources } from "./resources";
import { nestedStack } from "./stateful";
import { until } from "./wait";

/** How what is there differs from what the stack last made of it. */
export interface Drift {
  readonly differences: readonly {
    readonly path: string;
    readonly type: string;
    /** AWS's word: MODIFIED or DELETED. */
    readonly how: string;
    /** Paths in its properties, never values. */
    readonly properties: readonly string[];
  }[];
  /** Resources of which AWS can't tell. */
  readonly unchecked: readonly string[];
  /** Why the drift of a stack could not be told at all. */
  readonly unknown: readonly string[];
}

/** For all stacks of a tree together; a plan is not worth a longer wait. */
const limitMs = 3 * 60_000;

/** Asks AWS for the drift of a stack and of those nested in it, and tells of it in the log. */
export async function detectDrift(
  ports: StackPorts,
  { name }: { readonly name: string },
  stack: Stack,
): Promise<Drift> {
  const drift = await findDrift(ports, { name }, stack);
  const { differences, unknown } = drift;
  for (const { how, path, properties } of differences)
    ports.log.warning(`${name}: drift: ${path} ${how}${properties.length > 0 ? `: ${properties.join(", ")}` : ""}`);
  for (const why of unknown) ports.log.warning(`${name}: drift can't be told: ${why}`);
  if (differences.length + unknown.length === 0) ports.log.info(`${name}: drift: none that AWS can detect`);
  return drift;
}

/** Stack by stack: AWS's own detection stops at a nested stack. */
async function findDrift(ports: StackPorts, { name }: { readonly name: string }, stack: Stack): Promise<Drift> {
  const { cloudFormation, clock, log } = ports;
  log.info(`${name}: asks CloudFormation for drift`);
  const drift = {
    differences: [] as Drift["differences"][number][],
    unchecked: [] as string[],
    unknown: [] as string[],
  };
  const deadline = clock.now() + limitMs;
  let resources: ListedResource[];
  try {
    resources = await listResources(cloudFormation, stack.StackId ?? name);
  } catch (error) {
    return { ...drift, unknown: [`${name}: ${whyFailed(error)}`] };
  }
  for (const stackId of new Set(resources.map((resource) => resource.stackId))) {
    const inside = resources.filter((resource) => resource.stackId === stackId && resource.type !== nestedStack);
    try {
      const found = await driftOf(ports, stackId, deadline - clock.now());
      for (const { path, type, id } of inside) {
        const { StackResourceDriftStatus: how, PropertyDifferences = [] } = found.get(id) ?? {};
        const properties = PropertyDifferences.map(({ PropertyPath = "" }) => PropertyPath);
        if (how === "MODIFIED" || how === "DELETED") drift.differences.push({ path, type, how, properties });
        else if (how !== "IN_SYNC") drift.unchecked.push(`${path} (${type})`);
      }
    } catch (error) {
      if (ports.cancelled.aborted) throw error;
      drift.unknown.push(`${inside[0]?.stackName ?? name}: ${whyFailed(error)}`);
    }
  }
  return drift;
}

async function driftOf(
  { cloudFormation, clock, cancelled, log }: StackPorts,
  StackName: string,
  leftMs: number,
): Promise<ReadonlyMap<string, StackResourceDrift>> {
  if (leftMs <= 0) throw new DeployError("timed-out", `was not asked for within ${limitMs / 60_000} minutes`);
  const { StackDriftDetectionId } = await cloudFormation.detectStackDrift({ StackName });
  const wait = { clock, log, cancelled, limitMs: leftMs, about: "drift", what: "AWS was not done looking" };
  // DETECTION_FAILED is AWS's word for "not for every resource", and those stay without an answer below.
  await until(wait, async () => {
    const { DetectionStatus } = await cloudFormation.describeStackDriftDetectionStatus({ StackDriftDetectionId });
    return DetectionStatus === "DETECTION_IN_PROGRESS" ? undefined : true;
  });
  return new Map((await readDrifts(cloudFormation, StackName)).map((drift) => [drift.LogicalResourceId ?? "", drift]));
}

async function readDrifts(api: StackApi, StackName: string): Promise<StackResourceDrift[]> {
  const found: StackResourceDrift[] = [];
  let token: string | undefined;
  do {
    const page = await api.describeStackResourceDrifts({ StackName, ...(token ? { NextToken: token } : {}) });
    found.push(...(page.StackResourceDrifts ?? []));
    token = page.NextToken;
  } while (token);
  return found;
}
