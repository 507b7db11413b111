export { gitAncestry } from "./ancestry";
export type { EcsRollout, HttpGet, IsAncestor, RolloutTools, TargetHealth } from "./ports";
export { outcomeOf, reasonOf, requireDeployed, rolloutSummary } from "./report";
export { finishPending, rollOut } from "./roll-out";
export {
  type Outcome,
  outcomes,
  type Pending,
  type RolloutRequest,
  type RolloutResult,
  type ServiceResult,
} from "./types";
