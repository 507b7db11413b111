import { type NewImage, outcomeOf, reasonOf, type RolloutPlan, type RolloutResult } from "@cashsouk/deploy/rollout";

export const outputNames = ["outcome", "reason", "deployments", "images"] as const;

/** Put out before anything else: a step that ends before its services were judged says that as well. */
export const nothingJudged: Partial<Record<(typeof outputNames)[number], unknown>> = {
  outcome: "failed",
  deployments: {},
  images: {},
};

/**
 * Of `mode: plan`: what a later step is given as `images` to do just this. Also of services that run what is meant already,
 * since a step that is given no image of a service takes what the ledger has; but of none that can't go.
 */
export function planned(
  { targets, staying }: RolloutPlan,
  images: ReadonlyMap<string, NewImage>,
): Record<"outcome" | "reason" | "images", unknown> {
  const moving = targets.filter(({ plan }) => plan.kind !== "unchanged").map(({ service }) => service.name);
  const left = staying.filter(({ isMeant }) => isMeant).map(({ name }) => name);
  const stay = left.length > 0 ? `; left as they are: ${left.join(", ")}` : "";
  return {
    outcome: "planned",
    reason: moving.length > 0 ? `${moving.join(", ")} would move${stay}` : "nothing would move",
    images: Object.fromEntries([...images].filter(([name]) => !left.includes(name))),
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
