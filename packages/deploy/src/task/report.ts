import { DeployError } from "../error";
import { fenced } from "../fenced";
import { shortArn } from "../short-arn";
import type { TaskResult } from "./run-task";
import { hintsFor } from "./verdict";

/** The step's summary in Markdown: the verdict in one line, hints, the end of the log. `runbook`: an address. */
export function taskSummary(title: string, result: TaskResult, runbook?: string): string {
  const { verdict, taskArn, taskDefinition, tail, seconds } = result;
  const mark = verdict.kind === "succeeded" ? "✅" : "❌";
  const lines = [
    `### ${mark} ${title}: ${verdict.kind}`,
    "",
    `${verdict.reason} (${seconds} s, task \`${shortArn(taskArn)}\` of \`${shortArn(taskDefinition)}\`)`,
    ...hintsOf(result, runbook).map((hint) => `\n> ${hint}`),
  ];
  if (tail.length > 0)
    lines.push(
      "",
      "<details><summary>The end of its log</summary>",
      "",
      ...fenced(tail.join("\n"), "text"),
      "</details>",
    );
  return `${lines.join("\n")}\n`;
}

/** Only `succeeded` passes; anything else is an error with the hints that fit. */
export function requireSuccess(title: string, result: TaskResult): void {
  const { verdict } = result;
  if (verdict.kind === "succeeded") return;
  const { reason } = verdict;
  // A family is often called like its container, with which the reason begins.
  const told = reason.startsWith(`${title} `) ? reason : `${title}: ${reason}`;
  throw new DeployError(`task-${verdict.kind}`, told, hintsOf(result).join("\n"));
}

function hintsOf({ verdict, tail }: TaskResult, runbook?: string): string[] {
  if (verdict.kind === "succeeded") return [];
  return [...hintsFor(verdict, tail), ...(runbook ? [`What to do: ${runbook}`] : [])];
}
