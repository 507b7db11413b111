export { type Deployments, type Needs, parseDeployments, parseNeeds, type Result } from "./facts";
export type { Origin } from "./message";
export { type Notice, notify, readToken, type Secrets } from "./notify";
