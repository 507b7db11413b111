export { type Artifacts, parseArtifacts } from "./artifacts";
export { deployStack } from "./deploy-stack";
export { imagePattern } from "./image-parameters";
export type { StackPorts } from "./ports";
export type { StackRequest, StackResult } from "./request";
export { describeStack } from "./stacks";
export type { ResourceChange } from "./stateful";
export { stackSummary } from "./summary";
