import { outcomeOf, reasonOf, type RolloutResult } from "@cashsouk/deploy/rollout";

export const outputNames = ["outcome", "reason", "deployments"] as const;

/** Put out before anything else: a step that ends before its services were judged says that as well. */
export const nothingJudged: Partial<Record<(typeof outputNames)[number], unknown>> = {
  outcome: "failed",
  deployments: {},
};

export function outputs(result: RolloutResult, allowZero: boolean): Record<(typeof outputNames)[number], unknown> {
  return {
    outcome: outcomeOf(result, allowZero),
    reason: reasonOf(result, allowZero),
    deployments: Object.fromEntries(result.deployments),
  };
}
