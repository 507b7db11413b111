import { DeployError } from "../error";
import { shortArn } from "../short-arn";
import type { TaskResult } from "./run-task";
import { hintsFor } from "./verdict";

/** The step's summary in Markdown: the verdict in one line, hints, the end of the log. */
export function taskSummary(title: string, { verdict, taskArn, taskDefinition, tail, seconds }: TaskResult): string {
  const mark = verdict.kind === "succeeded" ? "✅" : "❌";
  const lines = [
    `### ${mark} ${title}: ${verdict.kind}`,
    "",
    `${verdict.reason} (${seconds} s, task \`${shortArn(taskArn)}\` of \`${shortArn(taskDefinition)}\`)`,
    ...hintsFor([...tail, verdict.reason]).map((hint) => `\n> ${hint}`),
  ];
  // Four backticks, so that three in a log line don't end the block.
  if (tail.length > 0)
    lines.push("", "<details><summary>The end of its log</summary>", "", "````text", ...tail, "````", "</details>");
  return `${lines.join("\n")}\n`;
}

/** Only `succeeded` passes; anything else is an error with the hints that fit. */
export function requireSuccess(title: string, { verdict, tail }: TaskResult): void {
  if (verdict.kind === "succeeded") return;
  const hints = hintsFor([...tail, verdict.reason]);
  throw new DeployError(`task-${verdict.kind}`, `${title}: ${verdict.reason}`, hints.join("\n") || undefined);
}
