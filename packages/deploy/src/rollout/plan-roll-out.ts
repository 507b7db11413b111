import { DeployError } from "../error";
import type { Service } from "../manifest";
import type { Release } from "../release";
import { addressOf } from "./hosts";
import { inspectService, type Target } from "./inspect";
import { refuseOlderCommit } from "./older-commit";
import type { RolloutTools } from "./ports";
import type { RolloutRequest } from "./types";

type PlanTools = Pick<RolloutTools, "ecs" | "ecr" | "ecrIn" | "ledger" | "isAncestor" | "clock" | "log">;

/** A service that is left as it is, and why. */
export interface Staying {
  readonly name: string;
  readonly why: string;
  readonly last: Release | undefined;
  /** It has an earlier release to go to, and can't. */
  readonly isMeant: boolean;
}

export interface RolloutPlan {
  readonly targets: readonly Target[];
  readonly staying: readonly Staying[];
}

/** What `rollOut` would do, by the same reading and with the same refusals. Changes nothing. */
export async function planRollOut(tools: PlanTools, request: RolloutRequest): Promise<RolloutPlan> {
  const releases = await releasesOf(tools, request);
  const looked = await Promise.all(
    request.services.map((service) => look(tools, request, service, releases.get(service.name))),
  );
  const targets = looked.flatMap((one) => ("why" in one ? [] : [one]));
  const staying = looked.flatMap((one) => ("why" in one ? [one] : []));
  requireKeys(request, targets);
  await refuseOlderCommit(tools, request, targets);
  return { targets, staying };
}

/** Of services that nobody named, those that can't go stay as they are, and are told. */
async function look(
  tools: PlanTools,
  request: RolloutRequest,
  service: Service,
  last: Release | undefined,
): Promise<Target | Staying> {
  const { name } = service;
  const isMeant = request.images.has(name);
  const stays = (why: string): Staying => ({ name, why, last, isMeant });
  if (!request.together) return inspectService(tools, request, service, last);
  if (!isMeant) return stays("nothing else is meant for it");
  try {
    const target = await inspectService(tools, request, service, last);
    return isIdle(target, request) ? stays("no task of it is desired, so nothing could be judged") : target;
  } catch (error) {
    if (!(error instanceof DeployError) || error.code !== "no-such-service") throw error;
    return stays(error.message);
  }
}

export function isIdle({ wantedCount }: Target, { allowZero }: Pick<RolloutRequest, "allowZero">): boolean {
  return wantedCount === 0 && !allowZero;
}

/** A plan that would end as idle is red before anybody approves it. */
export function requireTasks({ targets }: RolloutPlan, request: Pick<RolloutRequest, "allowZero">): void {
  const idle = targets.filter((target) => isIdle(target, request)).map(({ service }) => service.name);
  if (idle.length === 0) return;
  throw new DeployError(
    "idle",
    `${idle.join(", ")}: no task is desired, so nothing could be judged`,
    "Raise the desired count, leave the service out, or say allow-zero: true.",
  );
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
