import type { Outcome } from "./types";

/** Where it stands what an outcome means and what to do; each has its heading there. */
export function runbook(outcome: Outcome): string {
  return `https://github.com/cashsouk/cashsouk/blob/main/docs/runbooks/rollout-failed.md#${outcome}`;
}
