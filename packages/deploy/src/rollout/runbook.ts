import type { Outcome } from "./types";

const folder = "https://github.com/cashsouk/cashsouk/blob/main/docs/runbooks";

/** How to bring an earlier release back, and what to do then. */
export const rollBackRunbook = `${folder}/roll-back.md`;

/** Where it stands what an outcome means and what to do; each has its heading there. */
export function runbook(outcome: Outcome): string {
  return `${folder}/rollout-failed.md#${outcome}`;
}
