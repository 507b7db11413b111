import type { StartedTask, TaskResult } from "@cashsouk/deploy/task";

export const outputNames = ["task-arn", "exit-code", "pending", "sql", "reason"] as const;
type Output = (typeof outputNames)[number];
type Outputs = Partial<Record<Output, unknown>>;

/** Put out before anything else, so that a step that ends early has every output; the reason comes with its end. */
export const nothingRun: Record<Exclude<Output, "reason">, unknown> = {
  "task-arn": "",
  "exit-code": "",
  pending: "",
  sql: "",
};

export function planOutputs(pending: readonly string[], sql: string): Outputs {
  return { pending, sql };
}

/** Known before its end, which may never be learnt. */
export function startedOutputs({ taskArn }: StartedTask): Outputs {
  return { "task-arn": taskArn };
}

export function taskOutputs({ taskArn, verdict }: TaskResult): Outputs {
  return {
    "task-arn": taskArn,
    "exit-code": "exitCode" in verdict ? verdict.exitCode : "",
    reason: verdict.reason,
  };
}
