import type { Service } from "@aws-sdk/client-ecs";
import { oneLine } from "../aws-fault";
import type { RolloutTools } from "./ports";

type Tools = Pick<RolloutTools, "targets">;

/** The states of a service's targets, `healthy` or with their reason; empty where it has no load balancer or no target yet. */
export async function targetStates(tools: Tools, service: Service): Promise<string[]> {
  return (await statesByBalancer(tools, service)).flatMap(({ states }) => states).sort();
}

/** How a service is judged that has no public host: what is wrong now, and what people should know of the judgement. */
export async function judgeTargets(
  tools: Tools,
  service: Service,
): Promise<{ readonly problem?: string; readonly note: string }> {
  const balancers = groupsOf(service).length;
  if (balancers === 0) {
    const missing = service.loadBalancers?.length ? "target group" : "load balancer";
    return { note: `no public host was asked, and it has no ${missing}: judged by its tasks alone` };
  }
  const note = "no public host was asked: judged by its tasks and their target health alone";
  try {
    const problems = (await statesByBalancer(tools, service)).flatMap(({ groups, states }) => {
      const problem = problemOf(states);
      return problem ? problem + (balancers > 1 ? ` in ${groups.map(nameOf).join(" or ")}` : "") : [];
    });
    return problems.length > 0 ? { problem: problems.join(", and "), note } : { note };
  } catch (error) {
    return {
      note: `no public host was asked, and target health can't be read (${oneLine(error)}): judged by its tasks alone`,
    };
  }
}

/**
 * The target groups of each load balancer of a service. A blue/green deployment has a second one, and either may have
 * the traffic after it, so that both are judged as one.
 */
function groupsOf({ loadBalancers = [] }: Service): string[][] {
  return loadBalancers
    .map(({ targetGroupArn, advancedConfiguration }) =>
      [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn].filter((arn) => arn !== undefined),
    )
    .filter((groups) => groups.length > 0);
}

async function statesByBalancer({ targets }: Tools, service: Service) {
  const ask = async (TargetGroupArn: string) => {
    const { TargetHealthDescriptions = [] } = await targets.describeTargetHealth({ TargetGroupArn });
    return TargetHealthDescriptions.map(({ TargetHealth: health }) =>
      [health?.State, health?.Reason && `(${health.Reason})`].filter(Boolean).join(" "),
    );
  };
  return Promise.all(
    groupsOf(service).map(async (groups) => ({ groups, states: (await Promise.all(groups.map(ask))).flat().sort() })),
  );
}

function problemOf(all: readonly string[]): string | undefined {
  const states = all.filter((state) => !state.startsWith("draining"));
  const bad = states.filter((state) => state !== "healthy" && !state.startsWith("unused"));
  if (bad.length > 0) return `its targets are ${states.join(", ")}`;
  return states.includes("healthy") ? undefined : "it has no healthy target";
}

/** arn:…:targetgroup/NAME/ID */
const nameOf = (arn: string) => arn.split("/").at(-2) ?? arn;
