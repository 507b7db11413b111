import type { Deployment, Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import { askPatiently } from "../asking/ask-patiently";
import { pause } from "../clock";
import { DeployError } from "../error";
import { describeTasks, listServiceTasks } from "../task";
import { unlessAborted } from "./abort";
import { describeService, ownDeployment } from "./own-deployment";
import type { RolloutTools } from "./ports";
import { progress } from "./progress";
import { type Cause, stoppedTasks } from "./stopped-tasks";
import type { OwnDeployment } from "./types";
import { isOngoing, judge, judgeTasks, type State } from "./verdict";

/** Read-after-write lag is seconds; this is generous. */
const listedWithinMs = 60_000;

/**
 * A steady deployment is noticed within 6 s at any time, the calls and the public host's answers after it included; where all tasks
 * run already, it is the next thing to come.
 */
const nearMs = 2000;
const farMs = 3500;
/** How long after its beginning a deployment is looked at as often as near its end. */
const briskForMs = 60_000;
/**
 * How long two answers of ECS may contradict each other: it marks a deployment as failed a moment before it begins the
 * rollback that the service asks for, and as stopped before the one that took its place is listed; and it lists the one that
 * leads back before it says that it goes back.
 */
const settlesMs = 30_000;
/** How long ECS's own rollback is waited for, beyond the deployment's limit. */
export const rollbackLimitMs = 10 * 60_000;

/** How the watch ended: a final state, the limit, the run's cancellation, or that nothing can be learnt any more. */
export type WatchEnd =
  | Exclude<State, { kind: "in-progress" | "rolling-back" }>
  | { readonly kind: "timed-out"; readonly reason: string; readonly rollingBack: boolean }
  | { readonly kind: "cancelled"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string; readonly hint: string | undefined };

export const cancelledEnd = { kind: "cancelled", reason: "the run was cancelled" } as const;

export interface Watched {
  readonly end: WatchEnd;
  /** Why tasks of this deployment stopped, if any did, with their log as it is by then. */
  readonly cause: () => Promise<Cause | undefined>;
  /** Its service deployment as it was seen last; a cancelled one may be asked to roll back without another look. */
  readonly last: ServiceDeployment | undefined;
}

interface WatchOptions {
  readonly limitMs: number;
  /** False: ECS had called it complete before the watch began. */
  readonly listed: boolean;
  /** The ids of the service's events before. */
  readonly heard?: readonly string[];
  /** The ids of those that were told. */
  readonly toldEvents?: Set<string>;
  /** It was seen steady before. */
  readonly again?: boolean;
  /** Called once, when the deployment is found in ECS's list. */
  readonly onFound: (deploymentArn: string) => void;
}

/** How far ECS's clock may be behind ours. */
const clockDiffersMs = 60_000;

/** Watches our deployment until it has ended. */
export async function watchDeployment(
  tools: RolloutTools,
  name: string,
  own: OwnDeployment,
  { limitMs, listed, again = false, heard = [], toldEvents, onFound }: WatchOptions,
): Promise<Watched> {
  const { clock, cancelled } = tools;
  const begun = clock.now();
  const deployment = ownDeployment(tools, own);
  // A complete deployment may have had failures of its own before.
  const stopped = stoppedTasks(tools, own, listed ? 0 : begun - clockDiffersMs);
  const told = progress(tools, name, heard, toldEvents);
  let failedTasks = 0;
  let seen = !listed;
  let unsettledSince: number | undefined;
  let last: ServiceDeployment | undefined;

  async function look() {
    const service = await describeService(tools, own);
    const entry = service.deployments?.find(({ id }) => id === own.deploymentId);
    seen ||= entry !== undefined;
    const found = listed ? await deployment.look() : undefined;
    if (found?.serviceDeploymentArn && !last) onFound(found.serviceDeploymentArn);
    last = found ?? last;
    // One that another has replaced before it was first listed is never listed.
    const known = seen || clock.now() - begun >= listedWithinMs;
    let state = judge({ ...own, service, own: found, seen: known, listed });
    if (state.kind === "deployed") state = await proveByTasks(tools, own, service.desiredCount ?? 1);
    const sequel = sequelOf(state, service, { entry, found, desiredBefore: own.desiredBefore });
    if (sequel) {
      unsettledSince ??= clock.now();
      if (clock.now() - unsettledSince < settlesMs) state = sequel;
    }
    // Of the tasks that a complete deployment is given ECS may count no failure.
    const failed = (entry?.failedTasks ?? 0) > failedTasks || (!listed && state.kind === "in-progress");
    failedTasks = Math.max(failedTasks, entry?.failedTasks ?? 0);
    if (failed || (state.kind !== "in-progress" && state.kind !== "deployed")) await stopped.tell();
    if (state.kind === "in-progress" || state.kind === "rolling-back") await told.tell(service, whyNotYet(state));
    else told.hear(service);
    return state;
  }

  // A cancelled run has seconds.
  const cause = async () => (cancelled.aborted ? stopped.cause() : stopped.finish(clock));
  const ended = (end: WatchEnd): Watched => ({ end, cause, last });
  for (;;) {
    // A look may take long where AWS answers slowly; a cancelled run has seconds.
    const state = await unlessAborted(look, cancelled).catch(outOfSight);
    if (state === undefined) return ended(cancelledEnd);
    if (state.kind === "unknown") return ended(state);
    const complaint = told.complaint();
    const says = complaint ? `; ECS says: ${complaint}` : "";
    if (state.kind !== "in-progress" && state.kind !== "rolling-back") {
      const isBare = (state.kind === "rolled-back" || state.kind === "failed") && !stopped.cause();
      return ended(isBare ? { ...state, reason: state.reason + says } : state);
    }
    const rollingBack = state.kind === "rolling-back";
    const waited = clock.now() - begun;
    if (waited >= limitMs + (rollingBack ? rollbackLimitMs : 0)) {
      await stopped.tell();
      const minutes = `${Math.round(waited / 60_000)} min`;
      const late = again ? `steady no more for ${minutes}` : `not steady after ${minutes}`;
      const reason = `${late}: ${whyNotYet(state)}${says}`;
      return ended({ kind: "timed-out", reason, rollingBack });
    }
    await pause(clock, waited < briskForMs || (!rollingBack && state.near) ? nearMs : farMs, cancelled);
  }
}

/** AWS can't be asked any more. What was learnt before stays, and nothing is undone. */
function outOfSight(error: unknown): Extract<WatchEnd, { kind: "unknown" }> {
  if (!(error instanceof DeployError)) throw error;
  return { kind: "unknown", reason: error.message, hint: error.hint };
}

function whyNotYet(state: Extract<State, { kind: "in-progress" | "rolling-back" }>): string {
  return state.kind === "rolling-back" ? `ECS rolls it back: ${state.reason}` : state.why;
}

/** What a state is about to become, where what ECS says besides does not fit it yet. */
function sequelOf(
  state: State,
  { desiredCount, deploymentConfiguration: { deploymentCircuitBreaker, alarms } = {} }: Service,
  { entry, found, desiredBefore }: Sequel,
): Extract<State, { kind: "in-progress" | "rolling-back" }> | undefined {
  const rollsBack = deploymentCircuitBreaker?.rollback === true || alarms?.rollback === true;
  if (state.kind === "failed" && rollsBack && found && isOngoing(found))
    return { kind: "rolling-back", reason: state.reason };
  if (state.kind === "stopped" && entry?.status === "PRIMARY")
    return { kind: "in-progress", near: true, why: `ECS has stopped it: ${state.reason}` };
  if (state.kind === "superseded" && found && (isOngoing(found) || state.unsettled))
    return { kind: "in-progress", near: true, why: state.reason };
  if (
    (state.kind === "deployed" || state.kind === "idle") &&
    desiredBefore !== undefined &&
    desiredCount === desiredBefore
  )
    return { kind: "in-progress", near: true, why: `ECS still shows the former desired count, ${desiredBefore}` };
  return undefined;
}

interface Sequel {
  readonly entry: Deployment | undefined;
  readonly found: ServiceDeployment | undefined;
  readonly desiredBefore: number | undefined;
}

type Tools = Pick<RolloutTools, "ecs" | "clock" | "log">;

/** The service's tasks that ECS means to run, of whatever revision. */
export async function runningTasks(tools: Tools, own: OwnDeployment) {
  const { ecs } = tools;
  return askPatiently(tools, `${own.cluster}/${own.ecsName}`, async () =>
    describeTasks(ecs, own.cluster, await listServiceTasks(ecs, { ...own, desiredStatus: "RUNNING" })),
  );
}

async function proveByTasks(tools: Tools, own: OwnDeployment, desired: number): Promise<State> {
  const { ecs } = tools;
  const { revision } = own;
  const about = `${own.cluster}/${own.ecsName}`;
  // Side by side. Only the definition tells a health check that has not answered yet from none.
  const [tasks, { taskDefinition }] = await Promise.all([
    runningTasks(tools, own),
    askPatiently(tools, about, () => ecs.describeTaskDefinition({ taskDefinition: revision })),
  ]);
  const containers = taskDefinition?.containerDefinitions ?? [];
  const checked = containers.flatMap(({ name, essential, healthCheck }) =>
    name && essential !== false && healthCheck ? [name] : [],
  );
  const restarts = containers.some(({ name, restartPolicy }) => name === own.container && restartPolicy?.enabled);
  return judgeTasks(tasks, { revision, desired, checked, deployed: { name: own.container, restarts } });
}
