import {
  commitsOf,
  type NewImage,
  outcomeOf,
  reasonOf,
  type RolloutPlan,
  type RolloutRequest,
  type RolloutResult,
} from "@cashsouk/deploy/rollout";

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
  request: Pick<RolloutRequest, "commit"> & { readonly images: ReadonlyMap<string, NewImage> },
): Record<(typeof outputNames)[number], unknown> & { readonly reason: string } {
  const moves = targets.filter(({ plan }) => plan.kind !== "unchanged");
  const moving = moves.map(({ service }) => service.name);
  const left = staying.filter(({ isMeant }) => isMeant).map(({ name }) => name);
  const stay = left.length > 0 ? `; left as they are: ${left.join(", ")}` : "";
  const deployments = moves.map((target) => {
    const told = { outcome: "planned", reason: target.plan.why, previous: target.previous, image: target.image };
    return [target.service.name, { ...told, ...commitsOf(request, target) }] as const;
  });
  return {
    outcome: "planned",
    reason: moving.length > 0 ? `${moving.join(", ")} would move${stay}` : "nothing would move",
    deployments: Object.fromEntries(deployments),
    images: Object.fromEntries([...request.images].filter(([name]) => !left.includes(name))),
  };
}

export function outputs(
  result: RolloutResult,
  allowZero: boolean,
): Record<Exclude<(typeof outputNames)[number], "images">, unknown> & { readonly reason: string } {
  return {
    outcome: outcomeOf(result, allowZero),
    reason: reasonOf(result, allowZero),
    deployments: Object.fromEntries(result.deployments),
  };
}
