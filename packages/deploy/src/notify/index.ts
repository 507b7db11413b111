export { type Deployments, type Needs, parseDeployments, parseNeeds, type Result, withoutServices } from "./facts";
export { kinds } from "./kinds";
export type { Origin } from "./content";
export type { Delivery } from "./delivery";
export { type Notice, notify, type Receiver } from "./notify";
export { readToken, secretParts } from "./secrets";
export { knownOutcomes, outcomeNamed } from "./outcomes";
