import { whyFailed } from "../aws-fault";
import { DeployError } from "../error";
import { withRunbook } from "../task";
import { commitsOf } from "./commits";
import { shortArn } from "../short-arn";
import type { Target } from "./inspect";
import { nothingMoved } from "./nothing-moved";
import { findService } from "./own-deployment";
import { isIdle, planRollOut, type RolloutPlan, type Staying } from "./plan-roll-out";
import type { RolloutTools } from "./ports";
import { deregister, restorePrevious, type Restored } from "./restore";
import { rollOutService, type RolledOut } from "./roll-out-service";
import { runbook } from "./runbook";
import type { Outcome, OwnDeployment, Pending, RolloutRequest, RolloutResult, ServiceResult } from "./types";

/** Rolls services out by their order: those of one order together, the next order only after every one is green. */
export async function rollOut(tools: RolloutTools, request: RolloutRequest): Promise<RolloutResult> {
  // Everything is inspected before anything is moved: a service that isn't there stops the rollout at no cost.
  const { targets, staying } = await planMoves(tools, request).catch((error: unknown) => {
    throw withRunbook(nothingMoved(error), runbook("failed"));
  });
  const left = staying.filter(({ isMeant }) => isMeant);
  for (const { name, why } of left) tools.log.warning(`${name}: left as it is: ${why}`);
  const done = new Map<string, RolledOut>();
  const track = pendingTracker(tools);
  let blocker = targets.find((target) => isIdle(target, request))?.service.name;
  for (const group of byOrder(targets)) {
    const hasWaited = done.size > 0;
    const turn = { blocker, track, hasWaited };
    const results = await Promise.all(group.map((target) => rollOutOne(tools, request, target, turn)));
    group.forEach(({ service }, index) => {
      const result = results[index];
      if (result) done.set(service.name, { ...result, ...commitsOf(request, group[index]!) });
      if (!result || !isGreen(result, request.allowZero)) blocker ??= service.name;
    });
  }
  return resultOf(done, left);
}

/** Green would say that something was brought back. */
async function planMoves(tools: RolloutTools, request: RolloutRequest): Promise<RolloutPlan> {
  const plan = await planRollOut(tools, request);
  if (plan.targets.length > 0 || !request.together) return plan;
  const why = plan.staying.map(({ name, why }) => `${name}: ${why}`).join("; ");
  throw new DeployError("nothing-would-move", `release: nothing would move: ${why}`, "Name another release.");
}

/** Finishes what a killed step began: each deployment that it left is rolled back, and the rollback awaited. */
export async function finishPending(
  tools: Pick<RolloutTools, "ecs" | "clock" | "log">,
  pending: readonly Pending[],
): Promise<readonly { readonly service: string; readonly restored: Restored }[]> {
  return Promise.all(
    pending.map(async (own) => {
      const restored = await restorePrevious(tools, own, "stop");
      if (restored.kind === "healthy") await deregister(tools, own);
      return { service: own.service, restored };
    }),
  );
}

interface Turn {
  /** A service that is not green and comes before this one. */
  readonly blocker: string | undefined;
  readonly track: (service: string, own: OwnDeployment | undefined) => void;
  /** Services of an earlier order were rolled out since it was inspected. */
  readonly hasWaited: boolean;
}

async function rollOutOne(
  tools: RolloutTools,
  request: RolloutRequest,
  target: Target,
  { blocker, track, hasWaited }: Turn,
): Promise<RolledOut> {
  const { name } = target.service;
  if (isIdle(target, request)) return notMoved(target, "idle", "no task is desired, so nothing could be judged");
  if (blocker) return notMoved(target, "not-started", `${blocker} comes first and is not deployed`);
  if (tools.cancelled.aborted) return notMoved(target, "not-started", "the run was cancelled");
  try {
    const others = hasWaited && (await beganMeanwhile(tools, request, target));
    if (others) return notMoved(target, "superseded", others);
    return await rollOutService(tools, request, target, (own) => track(name, own));
  } catch (error) {
    const { code, hint } = error instanceof DeployError ? error : { code: "", hint: undefined };
    return { ...notMoved(target, code === "cancelled" ? "not-started" : "failed", whyFailed(error)), hint };
  }
}

/** What was found is out of date, and the way back would undo what others have deployed since. */
async function beganMeanwhile(
  tools: RolloutTools,
  { cluster }: RolloutRequest,
  { ecsName, primary }: Target,
): Promise<string | undefined> {
  const { deployments = [] } = await findService(tools, { cluster, ecsName }).catch((error: unknown) => {
    throw nothingMoved(error);
  });
  const now = deployments.find(({ status }) => status === "PRIMARY");
  if (!now || now.id === primary.id) return undefined;
  return `another deployment, of ${shortArn(now.taskDefinition)}, began while it waited its turn; nothing was moved`;
}

/** Keeps the list of what would have to be rolled back, and hands it on whenever it changes. */
function pendingTracker({ onPending }: RolloutTools): Turn["track"] {
  const pending = new Map<string, Pending>();
  return (service, own) => {
    if (own) pending.set(service, { ...own, service });
    else pending.delete(service);
    onPending?.([...pending.values()]);
  };
}

function byOrder(targets: readonly Target[]): Target[][] {
  const orders = [...new Set(targets.map(({ service }) => service.order))].sort((a, b) => a - b);
  return orders.map((order) => targets.filter(({ service }) => service.order === order));
}

export function isGreen({ outcome }: Pick<ServiceResult, "outcome">, allowZero: boolean): boolean {
  return outcome === "deployed" || (outcome === "idle" && allowZero);
}

function notMoved({ previous, image }: Target, outcome: Outcome, reason: string): RolledOut {
  return { outcome, reason, revision: previous, previous, image, seconds: 0, moved: false, ...untold };
}

const untold = { tail: [], hint: undefined, note: undefined };

function resultOf(done: ReadonlyMap<string, RolledOut>, left: readonly Staying[]): RolloutResult {
  const deployments = new Map<string, ServiceResult>();
  const tails = new Map<string, readonly string[]>();
  const hints = new Map<string, string>();
  const notes = new Map(left.map(({ name, why }) => [name, `left as it is: ${why}`]));
  for (const [name, { tail, hint, note, ...result }] of done) {
    deployments.set(name, result);
    if (tail.length > 0) tails.set(name, tail);
    if (hint) hints.set(name, hint);
    if (note) notes.set(name, note);
  }
  return { deployments, tails, hints, notes, left: left.map(({ name }) => name) };
}
