export { type Reason, describeReason, summariseReasons } from "./reasons";
export { type BaseChoice } from "./baseline";
export { type DetectOptions, type Finding, detectAffected } from "./detect";
export { affectedServices, type Comparison } from "./affected-services";
export { affectedSummary, describeFinding } from "./summary";
