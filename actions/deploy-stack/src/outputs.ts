import type { StackResult } from "@cashsouk/deploy/stack";

export const outputNames = ["status", "changed", "stack-outputs", "reason"] as const;

export function outputs({ status, outcome, outputs }: StackResult): Record<(typeof outputNames)[number], unknown> {
  return {
    status: status ?? "",
    changed: outcome.kind === "created" || outcome.kind === "updated",
    "stack-outputs": outputs,
    // What went wrong is put out where it is caught.
    reason: "",
  };
}
