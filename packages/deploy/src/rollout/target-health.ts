import type { Service } from "@aws-sdk/client-ecs";
import { oneLine } from "../aws-fault";
import type { RolloutTools } from "./ports";

/** The states of a service's targets, `healthy` or with their reason; empty where it has no load balancer or no target yet. */
export async function targetStates(
  { targets }: Pick<RolloutTools, "targets">,
  { loadBalancers = [] }: Service,
): Promise<string[]> {
  const groups = loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
  const answers = await Promise.all(groups.map((TargetGroupArn) => targets.describeTargetHealth({ TargetGroupArn })));
  return answers
    .flatMap(({ TargetHealthDescriptions = [] }) => TargetHealthDescriptions)
    .map(({ TargetHealth: health }) =>
      [health?.State, health?.Reason && `(${health.Reason})`].filter(Boolean).join(" "),
    )
    .sort();
}

/** How a service is judged that has no public host: what is wrong now, and what people should know of the judgement. */
export async function judgeTargets(
  tools: Pick<RolloutTools, "targets">,
  service: Service,
): Promise<{ readonly problem?: string; readonly note: string }> {
  if ((service.loadBalancers ?? []).length === 0)
    return { note: "no public host was asked, and it has no load balancer: judged by its tasks alone" };
  const note = "no public host was asked: judged by its tasks and their target health alone";
  try {
    const states = (await targetStates(tools, service)).filter((state) => !state.startsWith("draining"));
    const bad = states.filter((state) => state !== "healthy" && !state.startsWith("unused"));
    if (bad.length > 0) return { problem: `its targets are ${states.join(", ")}`, note };
    return states.includes("healthy") ? { note } : { problem: "it has no healthy target", note };
  } catch (error) {
    return {
      note: `no public host was asked, and target health can't be read (${oneLine(error)}): judged by its tasks alone`,
    };
  }
}
