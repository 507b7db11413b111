import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../environment";
import { DeployError } from "../error";

/** A parameter's value as an environment's file gives it. */
export function parameterReader(templates: string, environment: Environment) {
  return (stack: string, name: string): string => {
    const file = join(templates, "parameters", environment, `${stack}.json`);
    const { [name]: value } = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
    if (value) return value;
    throw new DeployError("missing-parameter", `${file} gives no ${name}`);
  };
}
