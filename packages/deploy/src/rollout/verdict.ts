import type { Deployment, Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import { shortArn } from "../short-arn";

/** What can be said of our deployment now; the first two go on. */
export type State =
  | { readonly kind: "in-progress"; readonly why: string }
  | { readonly kind: "rolling-back"; readonly reason: string }
  | { readonly kind: "deployed" }
  | { readonly kind: "idle"; readonly reason: string }
  | { readonly kind: "rolled-back"; readonly reason: string }
  | { readonly kind: "superseded"; readonly reason: string }
  | { readonly kind: "stopped"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

export interface Observation {
  readonly deploymentId: string;
  readonly previous: string;
  readonly service: Service;
  /** Our service deployment, once it is listed. */
  readonly own: ServiceDeployment | undefined;
  /** Whether DescribeServices has listed our deployment before. */
  readonly seen: boolean;
  /** False where ECS said before that this deployment is complete: then only the tasks are waited for. */
  readonly listed: boolean;
}

/** Judges our own deployment, not "the service is stable": a service is also stable after a rollback. */
export function judge(observation: Observation): State {
  const { deploymentId, service, own, seen, listed } = observation;
  const entry = service.deployments?.find(({ id }) => id === deploymentId);
  const reason = reasonOf(own, entry);
  switch (own?.status) {
    case "SUCCESSFUL":
      return judgeSuccessful(observation, entry);
    case "PENDING":
    case "IN_PROGRESS":
    case "STOP_REQUESTED":
      return entry?.rolloutState === "FAILED" ? { kind: "failed", reason } : inProgress(entry);
    case "ROLLBACK_REQUESTED":
    case "ROLLBACK_IN_PROGRESS":
      return { kind: "rolling-back", reason };
    case "ROLLBACK_SUCCESSFUL":
      return { kind: "rolled-back", reason };
    case "ROLLBACK_FAILED":
      return { kind: "failed", reason: `its rollback failed: ${reason}` };
    case "STOPPED":
      if (entry?.rolloutState === "FAILED") return { kind: "failed", reason };
      return takenOver(observation) ?? { kind: "stopped", reason };
    case undefined:
      if (entry?.rolloutState === "FAILED") return { kind: "failed", reason };
      if (!listed) return judgeSuccessful(observation, entry);
      // Until it was listed once, its absence is read-after-write lag, not a verdict.
      return (seen ? takenOver(observation) : undefined) ?? inProgress(entry);
    default:
      return { kind: "in-progress", why: `ECS says ${String(own?.status)}` };
  }
}

function judgeSuccessful(observation: Observation, entry: Deployment | undefined): State {
  const { service, seen } = observation;
  if (!entry || entry.status !== "PRIMARY") return (seen ? takenOver(observation) : undefined) ?? inProgress(entry);
  if (service.desiredCount === 0) return { kind: "idle", reason: "no task is desired, so nothing could be judged" };
  const steady = entry.rolloutState === "COMPLETED" && (entry.runningCount ?? 0) >= (entry.desiredCount ?? 1);
  return steady ? { kind: "deployed" } : inProgress(entry);
}

/** Another deployment is the primary one, and it isn't the way back to where we came from. */
function takenOver({ service, deploymentId, previous }: Observation): State | undefined {
  const primary = service.deployments?.find(({ status }) => status === "PRIMARY");
  if (!primary || primary.id === deploymentId) return undefined;
  const { taskDefinition = "" } = primary;
  if (taskDefinition === previous) return undefined;
  return { kind: "superseded", reason: `another deployment, of ${shortArn(taskDefinition)}, took its place` };
}

function inProgress(entry: Deployment | undefined): State {
  if (!entry) return { kind: "in-progress", why: "ECS does not list it yet" };
  const { runningCount = 0, desiredCount = 0, pendingCount = 0, failedTasks = 0 } = entry;
  const failed = failedTasks > 0 ? `, ${failedTasks} failed` : "";
  return { kind: "in-progress", why: `${runningCount} of ${desiredCount} running, ${pendingCount} pending${failed}` };
}

function reasonOf(own: ServiceDeployment | undefined, entry: Deployment | undefined): string {
  const words = own?.rollback?.reason || own?.statusReason || entry?.rolloutStateReason || "ECS gave no reason";
  return words.replace(/\.$/, "");
}
