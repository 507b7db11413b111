export { type FoundationRequest, type FoundationStacks, layFoundation } from "./lay";
export { workflowVariables } from "./variables";
