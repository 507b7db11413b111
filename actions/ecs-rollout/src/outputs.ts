import { outcomeOf, reasonOf, type RolloutResult } from "@cashsouk/deploy/rollout";

export const outputNames = ["outcome", "reason", "deployments"] as const;

export function outputs(result: RolloutResult, allowZero: boolean): Record<(typeof outputNames)[number], unknown> {
  return {
    outcome: outcomeOf(result, allowZero),
    reason: reasonOf(result, allowZero),
    deployments: Object.fromEntries(result.deployments),
  };
}
