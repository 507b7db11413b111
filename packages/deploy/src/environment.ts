import { DeployError } from "./error";

export const environments = ["local", "staging", "production"] as const;
export type Environment = (typeof environments)[number];

export function parseEnvironment(text: string): Environment {
  const found = environments.find((environment) => environment === text);
  if (found) return found;
  throw new DeployError("invalid-environment", `environment: want one of ${environments.join(", ")}, got "${text}"`);
}

/** The name used in AWS names and paths: `prod` is production's short name (`cashsouk-prod`, `/cashsouk/prod/…`). */
export function shortName(environment: Environment): string {
  return environment === "production" ? "prod" : environment;
}

/** What follows a name that is unique in an account (family, log group, role): bare in production, `-staging` elsewhere. */
export function suffix(environment: Environment): string {
  return environment === "production" ? "" : `-${environment}`;
}
