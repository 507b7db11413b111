import { whyFailed } from "../aws-fault";
import { DeployError } from "../error";
import type { Release } from "../release";
import { withRunbook } from "../task";
import { addressOf } from "./hosts";
import { inspectService, type Target } from "./inspect";
import { nothingMoved } from "./nothing-moved";
import { refuseOlderCommit } from "./older-commit";
import type { RolloutTools } from "./ports";
import { deregister, restorePrevious, type Restored } from "./restore";
import { rollOutService, type RolledOut } from "./roll-out-service";
import { runbook } from "./runbook";
import type { Outcome, OwnDeployment, Pending, RolloutRequest, RolloutResult, ServiceResult } from "./types";

type PlanTools = Pick<RolloutTools, "ecs" | "ecr" | "ledger" | "isAncestor" | "clock" | "log">;

/** What `rollOut` would do, by the same reading and with the same refusals. Changes nothing. */
export async function planRollOut(tools: PlanTools, request: RolloutRequest): Promise<readonly Target[]> {
  const releases = await releasesOf(tools, request);
  const targets = await Promise.all(
    request.services.map((service) => inspectService(tools, request, service, releases.get(service.name))),
  );
  requireKeys(request, targets);
  await refuseOlderCommit(tools, request, targets);
  return targets;
}

/** An address that is asked and held against nothing would be green whatever runs there. */
function requireKeys({ versionUrl }: RolloutRequest, targets: readonly Target[]): void {
  const keyless = targets.filter(
    ({ service, key, wantedCount }) => !key && wantedCount > 0 && addressOf(versionUrl, service),
  );
  if (keyless.length === 0) return;
  const names = keyless.map(({ service, image }) => `${service.name} (${image})`).join(", ");
  throw new DeployError(
    "no-key",
    `version-url: wants the key that it must answer, and neither expect-version nor images nor the ledger has one of ${names}`,
    "Give it in expect-version, or build-push's output in images; or leave version-url out, or give it service by service, and health-url alone is asked.",
  );
}

/** The ledger's schema is loaded only where there is a ledger: it takes longer to start than all else here. */
async function releasesOf(
  { ledger }: Pick<RolloutTools, "ledger">,
  { ledger: path }: RolloutRequest,
): Promise<ReadonlyMap<string, Release>> {
  if (!path) return new Map();
  const { readReleases } = await import("../release");
  return readReleases(ledger, path);
}

/** Rolls services out by their order: those of one order together, the next order only after every one is green. */
export async function rollOut(tools: RolloutTools, request: RolloutRequest): Promise<RolloutResult> {
  // Everything is inspected before anything is moved: a service that isn't there stops the rollout at no cost.
  const targets = await planRollOut(tools, request).catch((error: unknown) => {
    throw withRunbook(nothingMoved(error), runbook("failed"));
  });
  const done = new Map<string, RolledOut>();
  const track = pendingTracker(tools);
  let blocker = targets.find((target) => isIdle(target, request))?.service.name;
  for (const group of byOrder(targets)) {
    const results = await Promise.all(group.map((target) => rollOutOne(tools, request, target, { blocker, track })));
    group.forEach(({ service }, index) => {
      const result = results[index];
      if (result) done.set(service.name, result);
      if (!result || !isGreen(result, request.allowZero)) blocker ??= service.name;
    });
  }
  return resultOf(done);
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
}

async function rollOutOne(
  tools: RolloutTools,
  request: RolloutRequest,
  target: Target,
  { blocker, track }: Turn,
): Promise<RolledOut> {
  const { name } = target.service;
  if (isIdle(target, request)) return notMoved(target, "idle", "no task is desired, so nothing could be judged");
  if (blocker) return notMoved(target, "not-started", `${blocker} comes first and is not deployed`);
  if (tools.cancelled.aborted) return notMoved(target, "not-started", "the run was cancelled");
  try {
    return await rollOutService(tools, request, target, (own) => track(name, own));
  } catch (error) {
    const { code, hint } = error instanceof DeployError ? error : { code: "", hint: undefined };
    return { ...notMoved(target, code === "cancelled" ? "not-started" : "failed", whyFailed(error)), hint };
  }
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

function isIdle({ wantedCount }: Target, { allowZero }: RolloutRequest): boolean {
  return wantedCount === 0 && !allowZero;
}

export function isGreen({ outcome }: Pick<ServiceResult, "outcome">, allowZero: boolean): boolean {
  return outcome === "deployed" || (outcome === "idle" && allowZero);
}

function notMoved({ previous, image }: Target, outcome: Outcome, reason: string): RolledOut {
  return { outcome, reason, revision: previous, previous, image, seconds: 0, moved: false, ...untold };
}

const untold = { tail: [], hint: undefined, note: undefined };

function resultOf(done: ReadonlyMap<string, RolledOut>): RolloutResult {
  const deployments = new Map<string, ServiceResult>();
  const tails = new Map<string, readonly string[]>();
  const [hints, notes] = [new Map<string, string>(), new Map<string, string>()];
  for (const [name, { tail, hint, note, ...result }] of done) {
    deployments.set(name, result);
    if (tail.length > 0) tails.set(name, tail);
    if (hint) hints.set(name, hint);
    if (note) notes.set(name, note);
  }
  return { deployments, tails, hints, notes };
}
