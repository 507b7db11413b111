import type { Deployment, Service, ServiceDeployment, Task } from "@aws-sdk/client-ecs";
import { shortArn } from "../short-arn";

/** What can be said of our deployment now; the first two go on. */
export type State =
  | { readonly kind: "in-progress"; readonly why: string; readonly near?: boolean }
  | { readonly kind: "rolling-back"; readonly reason: string }
  | { readonly kind: "deployed" }
  | { readonly kind: "idle"; readonly reason: string }
  | { readonly kind: "rolled-back"; readonly reason: string }
  /** `unsettled`: what ran before ours is shown again, as read-after-write lag would show it. */
  | { readonly kind: "superseded"; readonly reason: string; readonly unsettled?: true }
  | { readonly kind: "stopped"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

export interface Observation {
  readonly deploymentId: string;
  readonly revision: string;
  readonly previous: string;
  readonly service: Service;
  /** Our service deployment, once it is listed. */
  readonly own: ServiceDeployment | undefined;
  /** Whether DescribeServices has listed our deployment before. */
  readonly seen: boolean;
  /** False where ECS said before that this deployment is complete: then only the tasks are waited for. */
  readonly listed: boolean;
}

/** Whether ECS calls a deployment complete. Of a service behind a Classic Load Balancer it tells no rollout state: alone it is. */
export function isComplete({ rolloutState }: Deployment, { deployments }: Pick<Service, "deployments">): boolean {
  return rolloutState === undefined ? deployments?.length === 1 : rolloutState === "COMPLETED";
}

/** A service deployment that can still be asked to roll back. */
export function isOngoing({ status }: ServiceDeployment): boolean {
  return status !== undefined && ongoing.has(status);
}
const ongoing: ReadonlySet<string> = new Set([
  "PENDING",
  "IN_PROGRESS",
  "STOP_REQUESTED",
  "ROLLBACK_REQUESTED",
  "ROLLBACK_IN_PROGRESS",
]);

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
      if (entry?.rolloutState === "FAILED") return { kind: "failed", reason };
      return (seen && !entry ? takenOver(observation) : undefined) ?? inProgress(entry, own);
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

export interface WantedTasks {
  readonly revision: string;
  readonly desired: number;
  /** The containers that have a health check. */
  readonly checked: readonly string[];
  /** The container whose image was deployed, and whether ECS starts it anew by itself: its end need not end the task. */
  readonly deployed?: { readonly name: string | undefined; readonly restarts: boolean };
}

/** The service's tasks have the last word: each that runs is of our revision and well, and as many run as are desired. */
export function judgeTasks(tasks: readonly Task[], { revision, desired, checked, deployed }: WantedTasks): State {
  const running = tasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
  const others = running.filter(({ taskDefinitionArn }) => taskDefinitionArn !== revision);
  const ours = runningOf(revision, tasks);
  if (ours.length < desired) return { kind: "in-progress", near: true, why: `${ours.length} of ${desired} tasks run` };
  const ends = ours.flatMap((task) => endOf(task, deployed?.name) ?? []);
  if (ends.length > 0) {
    const why = `of ${ours.length} tasks that run ${ends.length} without it: ${ends[0]}`;
    return deployed?.restarts ? { kind: "in-progress", near: true, why } : { kind: "failed", reason: why };
  }
  const unwell = ours.flatMap((task) => healthProblem(task, checked) ?? []);
  if (unwell.length > 0) {
    const why = `of ${ours.length} tasks that run ${unwell.length} not healthy (${unwell[0]})`;
    return { kind: "in-progress", near: true, why };
  }
  if (others.length === 0) return { kind: "deployed" };
  const [other] = others;
  const why = `${others.length} of ${shortArn(other?.taskDefinitionArn)} still running`;
  return { kind: "in-progress", near: true, why };
}

/** A revision's tasks that run and are meant to: one that ECS has begun to stop still says RUNNING. */
export function runningOf(revision: string, tasks: readonly Task[]): Task[] {
  return tasks.filter(
    ({ taskDefinitionArn, lastStatus, desiredStatus }) =>
      taskDefinitionArn === revision && lastStatus === "RUNNING" && desiredStatus !== "STOPPED",
  );
}

/** How a container has ended whose task goes on. One that ends with 0 may have done what others waited for. */
function endOf({ containers = [] }: Task, name: string | undefined): string | undefined {
  const { lastStatus, exitCode } = containers.find((one) => one.name === name) ?? {};
  if (name === undefined || lastStatus !== "STOPPED" || exitCode === 0) return undefined;
  return `the container ${name} exited with ${exitCode ?? "no exit code"}`;
}

/** What ECS's container health checks say against a task; without a check they say UNKNOWN for good. */
function healthProblem({ healthStatus, containers = [] }: Task, checked: readonly string[]): string | undefined {
  if (healthStatus === "HEALTHY") return undefined;
  const waiting = checked.find((name) => containers.find((one) => one.name === name)?.healthStatus !== "HEALTHY");
  const health = containers.find(({ name }) => name === waiting)?.healthStatus ?? "UNKNOWN";
  if (waiting !== undefined) return `container ${waiting} ${health}`;
  return healthStatus === "UNHEALTHY" ? healthStatus : undefined;
}

function judgeSuccessful(observation: Observation, entry: Deployment | undefined): State {
  const { service, seen } = observation;
  if (!entry) return (seen ? (takenOver(observation) ?? movedBack(observation)) : undefined) ?? inProgress(entry);
  if (entry.status !== "PRIMARY") return (seen ? takenOver(observation) : undefined) ?? inProgress(entry);
  if (service.desiredCount === 0) return { kind: "idle", reason: "no task is desired, so nothing could be judged" };
  const { runningCount = 0, desiredCount = 1 } = entry;
  // A new desired count reaches the deployment a little after the service.
  const wanted = Math.max(desiredCount, service.desiredCount ?? 0);
  if (!isComplete(entry, service) || runningCount < wanted) return inProgress(entry);
  const former = service.deployments?.filter((one) => one !== entry && (one.runningCount ?? 0) > 0) ?? [];
  if (former.length === 0) return { kind: "deployed" };
  const names = former.map(({ taskDefinition }) => shortArn(taskDefinition)).join(", ");
  return { kind: "in-progress", near: true, why: `tasks of the deployment before (${names}) still run` };
}

/** Another deployment is the primary one, and it isn't the way back to where we came from. */
function takenOver({ service, deploymentId, revision, previous }: Observation): State | undefined {
  const primary = service.deployments?.find(({ status }) => status === "PRIMARY");
  if (!primary || primary.id === deploymentId) return undefined;
  const { taskDefinition = "" } = primary;
  // Of a service that stays on its revision, the next deployment of the same is another's too: ECS says of its own that it is one.
  if (taskDefinition === previous && previous !== revision) return undefined;
  return { kind: "superseded", reason: `another deployment, of ${shortArn(taskDefinition)}, took its place` };
}

/** ECS itself goes back from no deployment that was successful: somebody else has. */
function movedBack({ service, own, deploymentId, previous }: Observation): State | undefined {
  const primary = service.deployments?.find(({ status }) => status === "PRIMARY");
  if (own?.status !== "SUCCESSFUL" || !primary || primary.id === deploymentId) return undefined;
  const reason = `another deployment, back to ${shortArn(previous)}, took its place`;
  return { kind: "superseded", reason, unsettled: true };
}

function inProgress(entry: Deployment | undefined, own?: ServiceDeployment): State {
  if (!entry) return { kind: "in-progress", why: "ECS does not list it yet" };
  const { runningCount = 0, desiredCount = 0, pendingCount = 0, failedTasks = 0 } = entry;
  const failed = failedTasks > 0 ? `, ${failedTasks} failed` : "";
  const why = `${runningCount} of ${desiredCount} running, ${pendingCount} pending${failed}${stageOf(own)}`;
  return { kind: "in-progress", why, near: desiredCount > 0 && runningCount >= desiredCount };
}

/** Of a blue/green, linear or canary deployment: its tasks may all run long before it has ended. */
function stageOf({ lifecycleStage, lifecycleHookDetails = [] }: Partial<ServiceDeployment> = {}): string {
  if (!lifecycleStage) return "";
  const isPaused = lifecycleHookDetails.some(({ status }) => status === "AWAITING_ACTION");
  return `, at its stage ${lifecycleStage}${isPaused ? ", where it is paused until somebody continues it" : ""}`;
}

function reasonOf(own: ServiceDeployment | undefined, entry: Deployment | undefined): string {
  const words = own?.rollback?.reason || own?.statusReason || entry?.rolloutStateReason || "ECS gave no reason";
  const alarms = (own?.alarms?.triggeredAlarmNames ?? []).filter((name) => !words.includes(name));
  return words.replace(/\.$/, "") + (alarms.length > 0 ? ` (alarm ${alarms.join(", ")})` : "");
}
