import { oneLine, whyFailed } from "../aws-fault";
import type { Clock } from "../clock";
import { DeployError } from "../error";
import { recordRelease } from "../release";
import { shortArn } from "../short-arn";
import { addressOf, checkHosts } from "./hosts";
import type { Target } from "./inspect";
import { listDeployments } from "./own-deployment";
import type { RolloutTools } from "./ports";
import { nextRelease } from "./record";
import { deregister, restorePrevious, type Restored } from "./restore";
import { spareImage } from "./spare-image";
import type { OwnDeployment, RolloutRequest, ServiceResult } from "./types";
import { watchDeployment, type WatchEnd } from "./watch";

export interface RolledOut extends ServiceResult {
  readonly tail: readonly string[];
}

/** Tells which deployment would have to be rolled back if the process ended now; `undefined`: none any more. */
export type TrackPending = (own: OwnDeployment | undefined) => void;

/** Moves one service, judges the deployment, and goes back where it failed. Throws only before anything was moved. */
export async function rollOutService(
  tools: RolloutTools,
  request: RolloutRequest,
  target: Target,
  track: TrackPending,
): Promise<RolledOut> {
  const { clock, log } = tools;
  const { plan, service, previous, image } = target;
  const begun = clock.now();
  const moved = plan.kind !== "unchanged";
  log.info(`${service.name}: ${plan.kind === "unchanged" ? "nothing to move" : plan.kind}: ${plan.why}`);
  const own = await start(tools, request, target);
  if (moved) track(own);
  const settled: Settled = await settle(tools, request, target, own, begun).catch((error: unknown) => ({
    outcome: "failed" as const,
    reason: whyFailed(error),
    restored: undefined,
    tail: [],
  }));
  if (settled.restored?.kind !== "unconfirmed") track(undefined);
  const { outcome, reason, tail, seconds = secondsSince(clock, begun), released = false } = settled;
  return { outcome, reason, revision: own.revision, previous, image, seconds, moved: moved || released, tail };
}

type Settled = Pick<RolledOut, "outcome" | "reason" | "tail"> & {
  restored: Restored | undefined;
  /** How long its deployment took, where that is known better than by the time spent here. */
  seconds?: number;
  /** The ledger has a new entry. */
  released?: boolean;
};

/** Watches to the end; records the release or goes back. */
async function settle(
  tools: RolloutTools,
  request: RolloutRequest,
  target: Target,
  own: OwnDeployment,
  begun: number,
): Promise<Settled> {
  const { service, plan, primary } = target;
  const moved = plan.kind !== "unchanged";
  const listed = moved || !target.primary.complete;
  const watched = await watchDeployment(tools, service.name, own, { limitMs: request.waitForMs, listed });
  const end = watched.end.kind === "deployed" ? await checkPublicHosts(tools, request, target) : watched.end;
  if (end.kind === "deployed" || (end.kind === "idle" && request.allowZero)) {
    // What its stack has just created took as long as its own deployment.
    const seconds = moved ? secondsSince(tools.clock, begun) : primary.seconds;
    // Only what was seen running is a release.
    const released =
      end.kind === "deployed" && (await record(tools, request, target, { revision: own.revision, seconds }));
    const why = moved ? plan.why : released ? `its stack deployed it: ${plan.why}` : `unchanged: ${plan.why}`;
    return {
      outcome: end.kind,
      reason: end.kind === "idle" ? end.reason : why,
      tail: [],
      restored: undefined,
      seconds,
      released,
    };
  }
  const restored = await goBack(tools, request, own, end, moved);
  const reason = [end.reason, watched.cause?.sentence, restoredText(restored)].filter(Boolean).join("; ");
  return {
    outcome: end.kind === "cancelled" ? "stopped" : end.kind,
    reason,
    tail: watched.cause?.tail ?? [],
    restored,
  };
}

const secondsSince = (clock: Clock, begun: number) => Math.round((clock.now() - begun) / 1000);

async function start(tools: RolloutTools, request: RolloutRequest, target: Target): Promise<OwnDeployment> {
  const { ecs } = tools;
  const { plan, ecsName, previous, primary } = target;
  const named = { cluster: request.cluster, ecsName };
  if (plan.kind === "unchanged")
    return { ...named, deploymentId: primary.id, revision: previous, previous, known: [], registered: false };

  if (tools.cancelled.aborted) throw new DeployError("cancelled", "the run was cancelled before it was moved");
  const known = await listDeployments(tools, named);
  const registered = plan.kind === "register";
  const revision = plan.kind === "register" ? await register(tools, plan.definition) : plan.revision;
  const answer = await ecs.updateService({
    cluster: request.cluster,
    service: ecsName,
    taskDefinition: revision,
    ...(plan.kind === "restart" ? { forceNewDeployment: true } : {}),
  });
  const ours = answer.service?.deployments?.find(({ status }) => status === "PRIMARY");
  if (!ours?.id) throw new DeployError("not-updated", `${ecsName}: ECS answered the update without a deployment`);
  return { ...named, deploymentId: ours.id, revision, previous, known, registered };
}

async function register({ ecs, log }: RolloutTools, definition: Parameters<typeof ecs.registerTaskDefinition>[0]) {
  const { taskDefinition } = await ecs.registerTaskDefinition(definition);
  const { taskDefinitionArn } = taskDefinition ?? {};
  if (!taskDefinitionArn) throw new DeployError("not-registered", `${definition.family}: ECS registered nothing`);
  log.info(`Registered ${shortArn(taskDefinitionArn)}`);
  return taskDefinitionArn;
}

async function checkPublicHosts(tools: RolloutTools, request: RolloutRequest, target: Target): Promise<WatchEnd> {
  const { service, key } = target;
  const at = (pattern: string | undefined) => pattern && addressOf(pattern, service);
  const check = { health: at(request.healthUrl), version: at(request.versionUrl), key };
  if (check.version && !key)
    tools.log.info(`${service.name}: /version is not judged: which key belongs to ${target.image} is not known`);
  const problem = await checkHosts(tools, check);
  if (!problem) return { kind: "deployed" };
  return tools.cancelled.aborted
    ? { kind: "cancelled", reason: "the run was cancelled" }
    : { kind: "failed", reason: `the tasks are steady, but ${problem}` };
}

async function record(
  { ecr, ledger, clock, log }: RolloutTools,
  request: RolloutRequest,
  { service, last, image }: Target,
  { revision, seconds }: { revision: string; seconds: number },
): Promise<boolean> {
  if (!request.ledger) return false;
  // Before the entry: a run that is killed between the two leaves a tag too many. The other way round it would leave a
  // release that expires.
  await spareImage({ ecr, log }, { environment: request.environment, service: service.name, image, revision });
  const { commit, run } = request;
  const built = request.images.get(service.name);
  const at = new Date(clock.now());
  const entry = nextRelease({ service: service.name, last, built, image, revision, commit, at, run, seconds });
  if (!entry) return false;
  try {
    await recordRelease(ledger, request.ledger, entry);
  } catch (cause) {
    const message = `it runs, but its release could not be recorded in ${request.ledger}: ${oneLine(cause)}`;
    throw new DeployError("not-recorded", message, undefined, { cause });
  }
  log.info(`${service.name}: recorded as released (${entry.commit.slice(0, 12)}, ${shortArn(revision)})`);
  return true;
}

async function goBack(
  tools: RolloutTools,
  request: RolloutRequest,
  own: OwnDeployment,
  end: Exclude<WatchEnd, { kind: "deployed" }>,
  moved: boolean,
): Promise<Restored | undefined> {
  const wanted = end.kind === "cancelled" ? request.onCancel === "rollback" : request.onFailure === "rollback";
  const byEcs = end.kind === "rolled-back" || (end.kind === "timed-out" && end.rollingBack);
  // What was superseded is another's now; what was not moved, or moved to itself, has no way back.
  if (!moved || own.previous === own.revision || end.kind === "superseded" || end.kind === "idle") return undefined;
  if (!byEcs && !wanted) return undefined;
  const restored = await restorePrevious(tools, own, byEcs ? "ecs" : "us");
  if (restored.kind === "healthy") await deregister(tools, own);
  return restored;
}

function restoredText(restored: Restored | undefined): string {
  if (!restored) return "";
  return restored.kind === "healthy" ? restored.how : `the way back is not confirmed: ${restored.why}`;
}
