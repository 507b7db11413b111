export { type FoundationRequest, type FoundationStacks, layFoundation } from "./lay";
export { keepSigningKeys, type SigningKey } from "./signing-keys";
export { workflowVariables } from "./variables";
