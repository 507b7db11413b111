import { type NewImage, outcomeOf, reasonOf, type RolloutResult, type Target } from "@cashsouk/deploy/rollout";

export const outputNames = ["outcome", "reason", "deployments", "images"] as const;

/** Put out before anything else: a step that ends before its services were judged says that as well. */
export const nothingJudged: Partial<Record<(typeof outputNames)[number], unknown>> = {
  outcome: "failed",
  deployments: {},
  images: {},
};

/**
 * Of `mode: plan`: what a later step is given as `images` to do just this. Also of services that would stay: a step that is
 * given no image of a service takes what the ledger has.
 */
export function planned(
  targets: readonly Target[],
  images: ReadonlyMap<string, NewImage>,
): Record<"outcome" | "reason" | "images", unknown> {
  const moving = targets.filter(({ plan }) => plan.kind !== "unchanged").map(({ service }) => service.name);
  return {
    outcome: "planned",
    reason: moving.length > 0 ? `${moving.join(", ")} would move` : "nothing would move",
    images: Object.fromEntries(images),
  };
}

export function outputs(
  result: RolloutResult,
  allowZero: boolean,
): Record<Exclude<(typeof outputNames)[number], "images">, unknown> {
  return {
    outcome: outcomeOf(result, allowZero),
    reason: reasonOf(result, allowZero),
    deployments: Object.fromEntries(result.deployments),
  };
}
