import type { TaskResult } from "@cashsouk/deploy/task";

export const outputNames = ["task-arn", "exit-code", "reason"] as const;

export function outputs({ taskArn, verdict }: TaskResult): Record<(typeof outputNames)[number], unknown> {
  return {
    "task-arn": taskArn,
    "exit-code": "exitCode" in verdict ? verdict.exitCode : "",
    reason: verdict.reason,
  };
}
