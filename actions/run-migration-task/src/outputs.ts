import type { TaskResult } from "@cashsouk/deploy/task";

export const outputNames = ["task-arn", "exit-code", "pending", "sql", "reason"] as const;
type Outputs = Partial<Record<(typeof outputNames)[number], unknown>>;

export function planOutputs(pending: readonly string[], sql: string): Outputs {
  return { pending, sql };
}

export function taskOutputs({ taskArn, verdict }: TaskResult): Outputs {
  return {
    "task-arn": taskArn,
    "exit-code": "exitCode" in verdict ? verdict.exitCode : "",
    reason: verdict.reason,
  };
}
