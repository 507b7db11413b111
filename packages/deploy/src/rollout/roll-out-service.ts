import { askRepeatedly } from "../asking/ask-patiently";
import { whyFailed } from "../aws-fault";
import { explainAws } from "../aws-setup";
import type { Clock } from "../clock";
import { DeployError } from "../error";
import { shortArn } from "../short-arn";
import { addressOf, checkHosts, untilGood } from "./hosts";
import type { Target } from "./inspect";
import { describeService } from "./own-deployment";
import type { RolloutTools } from "./ports";
import { nextRelease } from "./record";
import { isNewlyDeployed } from "./came-by";
import { deregister, restorePrevious, type Restored } from "./restore";
import { spareImage } from "./spare-image";
import { startDeployment, type TrackPending } from "./start";
import { judgeTargets } from "./target-health";
import type { OwnDeployment, RolloutRequest, ServiceResult } from "./types";
import { isOngoing, runningOf } from "./verdict";
import { cancelledEnd, runningTasks, watchDeployment, type Watched, type WatchEnd } from "./watch";
import { hintFor } from "./why-stopped";

export interface RolledOut extends ServiceResult {
  readonly tail: readonly string[];
  readonly hint: string | undefined;
  readonly note: string | undefined;
}

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
  let own = await startDeployment(tools, request, target, track);
  const onFound = (deploymentArn: string) => {
    own = { ...own, deploymentArn };
    if (moved) track(own);
  };
  if (moved) track(own);
  const settled: Settled = await settle(tools, request, target, { own: () => own, onFound, begun }).catch(
    (error: unknown) => ({ outcome: "failed" as const, reason: whyFailed(error), tail: [], hint: hintOf(error) }),
  );
  if (settled.restored?.kind !== "unconfirmed") track(undefined);
  const { outcome, reason, tail, hint, note, seconds = secondsSince(clock, begun), arrived = false } = settled;
  const { revision } = own;
  return { outcome, reason, revision, previous, image, seconds, moved: moved || arrived, tail, hint, note };
}

const hintOf = (error: unknown) => (error instanceof DeployError ? error.hint : undefined);

type Settled = Pick<RolledOut, "outcome" | "reason" | "tail"> & {
  hint?: string | undefined;
  note?: string | undefined;
  restored?: Restored | undefined;
  /** How long its deployment took, where that is known better than by the time spent here. */
  seconds?: number;
  /** Others have just deployed it, and this step recorded that. */
  arrived?: boolean;
};

interface Course {
  readonly own: () => OwnDeployment;
  readonly onFound: (deploymentArn: string) => void;
  readonly begun: number;
}

/** Watches to the end; records the release or goes back. */
async function settle(
  tools: RolloutTools,
  request: RolloutRequest,
  target: Target,
  { own, onFound, begun }: Course,
): Promise<Settled> {
  const { service, plan, primary } = target;
  const moved = plan.kind !== "unchanged";
  const listed = (moved && plan.kind !== "scale") || !primary.complete;
  const { heard } = target;
  const toldEvents = new Set<string>();
  const watch = (limitMs: number, again: boolean) =>
    watchDeployment(tools, service.name, own(), { limitMs, listed, again, heard, toldEvents, onFound });
  let watched = await watch(request.waitForMs, false);
  let note: string | undefined;
  if (watched.end.kind === "deployed") {
    const asked = await askOutside(tools, request, target, { own: own(), until: begun + request.waitForMs });
    note = asked.note;
    if (asked.end.kind !== "deployed") watched = { ...watched, end: asked.end };
    // While others were asked somebody may have moved the service on.
    else if (asked.took > 0)
      watched = await watch(Math.max(settlesAgainMs, request.waitForMs - (tools.clock.now() - begun)), true);
  }
  const { end } = watched;
  if (end.kind === "deployed" || (end.kind === "idle" && request.allowZero)) {
    // What its stack has just created took as long as its own deployment.
    const seconds = moved ? secondsSince(tools.clock, begun) : primary.seconds;
    // Only what was seen running is a release.
    const revision = own().revision;
    const released = end.kind === "deployed" && (await record(tools, request, target, { revision, seconds }));
    // The ledger is told of what runs, whoever brought it; a service that went back to it has not moved.
    const arrived = !moved && released && (await isNewlyDeployed(tools, own()));
    const recorded = released ? "; recorded as released now" : "";
    const took = moved || arrived ? { seconds } : {};
    const why = moved ? plan.why : `${arrived ? "deployed before this step" : "unchanged"}: ${plan.why}${recorded}`;
    return { outcome: end.kind, reason: end.kind === "idle" ? end.reason : why, tail: [], ...took, arrived, note };
  }
  const restored = end.kind === "unknown" ? undefined : await goBack(tools, request, own(), { ...watched, end }, moved);
  const cause = await watched.cause();
  const why = [end.reason, cause?.sentence].filter(Boolean).join("; ");
  const left = end.kind === "idle" ? `its next task will run ${shortArn(own().revision)}` : restoredText(restored);
  if (end.kind === "unknown") return { outcome: "failed", reason: why, tail: cause?.tail ?? [], hint: end.hint, note };
  return {
    outcome: end.kind === "cancelled" ? "stopped" : end.kind,
    reason: [why, moved ? left : "this step has not moved it"].filter(Boolean).join("; "),
    tail: cause?.tail ?? [],
    hint: end.kind === "cancelled" ? "Run it again when you want it after all." : hintFor(why, cause?.tail ?? []),
    note,
    restored,
  };
}

/** How long a task that is replaced may take at least, of a deployment that was steady just before its limit. */
const settlesAgainMs = 60_000;

const secondsSince = (clock: Clock, begun: number) => Math.round((clock.now() - begun) / 1000);

/** Asks the public host; where there is none, the load balancer. `took`: the milliseconds that went by. */
async function askOutside(
  tools: RolloutTools,
  request: RolloutRequest,
  target: Target,
  { own, until }: { own: OwnDeployment; until: number },
) {
  const { service, key } = target;
  const begun = tools.clock.now();
  const [health, version] = [request.healthUrl, request.versionUrl].map((addresses) => addressOf(addresses, service));
  // It may take a while, in which nothing else is told.
  if (health || version) tools.log.info(`${service.name}: steady; now its public host is asked`);
  let note: string | undefined;
  let problem: string | undefined;
  if (health || version) {
    const checked = await checkHosts(tools, { health, version, key });
    if (checked.problem === undefined) note = checked.note;
    else problem = checked.problem;
  } else {
    let isOnItsWay = false;
    const look = async () => {
      const [described, tasks] = await Promise.all([describeService(tools, own), runningTasks(tools, own)]);
      const judged = await judgeTargets(tools, described, runningOf(own.revision, tasks));
      ({ note, isOnItsWay = false } = judged);
      return judged.problem;
    };
    problem = await untilGood(tools, look, {
      isOnItsWay: () => isOnItsWay && tools.clock.now() < until,
    });
  }
  if (note) tools.log.info(`${service.name}: ${note}`);
  const failed = (what: string): WatchEnd =>
    tools.cancelled.aborted ? cancelledEnd : { kind: "failed", reason: `the tasks are steady, but ${what}` };
  const end: WatchEnd = problem ? failed(problem) : { kind: "deployed" };
  return { end, note, took: tools.clock.now() - begun };
}

async function record(
  tools: RolloutTools,
  request: RolloutRequest,
  { service, last, image, key }: Target,
  { revision, seconds }: { revision: string; seconds: number },
): Promise<boolean> {
  const { ledger, clock, log } = tools;
  const { ledger: path, commit, run } = request;
  if (!path) return false;
  // Before the entry: a run that is killed between the two leaves a tag too many. The other way round it would leave a
  // release that expires.
  await spareImage(tools, { environment: request.environment, service: service.name, image, revision });
  const built = request.images.get(service.name);
  const at = new Date(clock.now());
  const entry = nextRelease({ service: service.name, last, built, key, image, revision, commit, at, run, seconds });
  if (!entry) return false;
  const { recordRelease } = await import("../release");
  try {
    await askRepeatedly({ clock, log }, path, () => recordRelease(ledger, path, entry));
  } catch (cause) {
    const message = `it runs, but its release could not be recorded in ${path}: ${whyFailed(cause)}`;
    const hint = [hintOf(explainAws(cause)), "It runs: run the step again when that is mended, and it records it."];
    throw new DeployError("not-recorded", message, hint.filter(Boolean).join("\n"), { cause });
  }
  log.info(`${service.name}: recorded as released (${entry.commit.slice(0, 12)}, ${shortArn(revision)})`);
  return true;
}

async function goBack(
  tools: RolloutTools,
  request: RolloutRequest,
  own: OwnDeployment,
  { end, last }: Watched & { end: Exclude<WatchEnd, { kind: "deployed" | "unknown" }> },
  moved: boolean,
): Promise<Restored | undefined> {
  const wanted = end.kind === "cancelled" ? request.onCancel === "rollback" : request.onFailure === "rollback";
  const byEcs = end.kind === "rolled-back" || (end.kind === "timed-out" && end.rollingBack);
  // What was superseded is another's now; what was not moved, or moved to itself, has no way back.
  const nowhere = own.previous === own.revision && own.desiredBefore === undefined;
  if (!moved || nowhere || end.kind === "superseded" || end.kind === "idle") return undefined;
  if (!byEcs && !wanted) return undefined;
  const ended = last !== undefined && !isOngoing(last);
  const scaled = own.previous === own.revision;
  const restored = await restorePrevious(tools, own, byEcs ? "ecs" : ended || scaled ? "update" : "stop");
  if (restored.kind === "healthy") await deregister(tools, own);
  return restored;
}

function restoredText(restored: Restored | undefined): string {
  if (!restored) return "";
  return restored.kind === "healthy" ? restored.how : `the way back is not confirmed: ${restored.why}`;
}
