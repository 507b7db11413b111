export { commitsOf } from "./commits";
export type { EcsRollout, HttpGet, RolloutTools, TargetHealth } from "./ports";
export { outcomeOf, reasonOf, requireDeployed, rolloutSummary } from "./report";
export type { Target } from "./inspect";
export { planRollOut, requireTasks, type RolloutPlan } from "./plan-roll-out";
export { planSummary } from "./plan-summary";
export { finishPending, rollOut } from "./roll-out";
export { runbook } from "./runbook";
export {
  type NewImage,
  type Outcome,
  outcomes,
  type Pending,
  type RolloutRequest,
  type RolloutResult,
  type ServiceResult,
} from "./types";
