export type { RotationTools, Secrets } from "./ports";
export { rotationSummary } from "./report";
export { planRotation, rotateDatabaseSecret } from "./rotate";
export type { Stage } from "./stages";
export type { RotationRequest, RotationResult } from "./types";
export { otherUser } from "./users";
