import { environments, type Environment, type InputReader } from "@cashsouk/deploy";
import type { Positional } from "./verb";

export const environmentPositional: Positional = { name: "environment", help: environments.join(", ") };

export function readEnvironment(read: InputReader): Environment {
  return read.oneOf("environment", environments, "local");
}
