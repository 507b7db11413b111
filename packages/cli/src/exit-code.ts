import { DeployError, InputProblems } from "@cashsouk/deploy";

export const exitCodes = [
  [0, "done: what was asked for was seen to be so"],
  [1, "failed: something went wrong; the message says what, and what is left of it"],
  [2, "wrong arguments: nothing was read or changed"],
  [3, "refused, or a person has to decide: nothing was changed"],
  [130, "interrupted (143: terminated): what was begun was taken back or told"],
] as const;

/** A rule of ours or a person said no before anything was changed. */
const decisions: ReadonlySet<string> = new Set([
  "busy",
  "declined",
  "in-progress",
  "needs-decision",
  "not-as-released",
  "older-commit",
  "pending",
  "plan-gone",
  "plan-outdated",
  "stateful-change",
]);

/** `interrupted`: the signal that broke the command off, where one did. */
export function exitCodeOf(error: unknown, interrupted?: "SIGINT" | "SIGTERM"): number {
  if (interrupted) return interrupted === "SIGINT" ? 130 : 143;
  if (error instanceof InputProblems) return 2;
  return error instanceof DeployError && decisions.has(error.code) ? 3 : 1;
}
