import { DeployError } from "./error";

export const environments = ["local", "staging", "production"] as const;
export type Environment = (typeof environments)[number];

export function parseEnvironment(text: string): Environment {
  const found = environments.find((environment) => environment === text);
  if (found) return found;
  throw new DeployError("invalid-environment", `environment: want one of ${environments.join(", ")}, got "${text}"`);
}

/** What is said to whom has environments of other names: only the ledger's path is found by ours. */
export function unknownEnvironment(text: string): string {
  return `want one of ${environments.join(", ")}, got "${text}"; for any other leave it out and give \`ledger\`, a path such as /shop/${text}/released`;
}

/** The name used in AWS names and paths: `prod` is production's short name (`cashsouk-prod`, `/cashsouk/prod/…`). */
export function shortName(environment: Environment): string {
  return environment === "production" ? "prod" : environment;
}

/** What follows a name that is unique in an account (family, log group, role): bare in production, `-staging` elsewhere. */
export function suffix(environment: Environment): string {
  return environment === "production" ? "" : `-${environment}`;
}
