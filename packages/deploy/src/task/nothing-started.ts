import { DeployError } from "../error";
import { notBegun } from "./not-begun";

/** What ended it before a task was asked for, or was refused with certainty. */
export function nothingStarted(thrown: unknown): unknown {
  const told = notBegun(thrown, "nothing was started");
  if (!(told instanceof DeployError) || told.hint) return told;
  const hint = told.code === "cancelled" ? "Run it again when you want it." : "Mend what it names, then run it again.";
  return new DeployError(told.code, told.message, hint, { cause: told.cause });
}
