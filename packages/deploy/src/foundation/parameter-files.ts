import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../environment";
import { DeployError } from "../error";

/** A parameter's value as an environment's file gives it. */
export function parameterReader(templates: string, environment: Environment) {
  const fileOf = (stack: string) => join(templates, "parameters", environment, `${stack}.json`);
  const optional = (stack: string, name: string): string | undefined =>
    (JSON.parse(readFileSync(fileOf(stack), "utf8")) as Record<string, string>)[name];
  const required = (stack: string, name: string): string => {
    const value = optional(stack, name);
    if (value) return value;
    throw new DeployError("missing-parameter", `${fileOf(stack)} gives no ${name}`);
  };
  return Object.assign(required, { optional });
}
