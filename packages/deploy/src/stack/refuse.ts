import { DeployError } from "../error";
import type { StackRequest } from "./request";

/** What stands against a change, each thing a sentence. */
export function refuse({ name }: StackRequest, refused: readonly string[]): DeployError {
  return new DeployError(
    "stateful-change",
    `${name}: refused, since something would be lost: ${refused.join("; ")}`,
    "Nothing was changed. If it is wanted, name the resource in `allow-replacement` or `allow-removal` (an output as " +
      "`Outputs.Name`). What another stack imports can't go before that stack does without it.",
  );
}
