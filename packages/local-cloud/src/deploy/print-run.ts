import type { Write } from "../progress";
import { plain } from "../checks/count";
import type { ActEvent } from "../workflow/act-events";

type StepEvent = Extract<ActEvent, { step: string }>;

const shownOfFailure = 40;

/** Prints a workflow run as a person wants to follow it: steps with their seconds, and what our own actions say. */
export function runPrinter(write: Write): (event: ActEvent) => void {
  let job = "";
  const unseen = new Map<string, string[]>();
  return (event) => {
    if (event.kind === "note") return write(`  ${event.level}: ${event.text}`);
    if (event.kind === "output" || event.kind === "summary") return;
    if (event.job !== job) write(`  ${(job = event.job)}`);
    if (event.kind === "job-ended") return write(`  ${mark[event.result]} ${event.job}`);
    printStep(event, unseen, write);
  };
}

/** What a step's line shows only if the step fails is kept until then. */
function printStep(event: StepEvent, unseen: Map<string, string[]>, write: Write): void {
  const id = `${event.job} ${event.step}`;
  if (event.kind === "line") {
    if (isWorthSeeing(event)) for (const line of plain(event.text).split("\n")) write(`      ${line}`);
    else unseen.set(id, [...(unseen.get(id) ?? []), event.text].slice(-shownOfFailure));
  }
  if (event.kind === "step-ended") {
    if (event.result === "failure") for (const line of unseen.get(id) ?? []) write(`      | ${plain(line)}`);
    unseen.delete(id);
    write(`    ${mark[event.result]} ${title(event.step)} (${event.seconds.toFixed(1)} s)`);
  }
}

const mark = { success: "✓", failure: "✗", skipped: "–" };

function isWorthSeeing({ step, text }: { step: string; text: string }): boolean {
  if (!text.trim()) return false;
  // Of a check its count, how much of it turbo replayed from its cache, and the names of tests that failed.
  if (step.startsWith("pnpm ")) return /^\s*(?:Tasks:|Cached:|●|FAIL )/.test(plain(text));
  return !isBuildDetail(text) && !isStackDetail(text);
}

/** Of a change to stacks the screen has each stack's end, and what failed with its reason; the rest is in the log. */
function isStackDetail(text: string): boolean {
  const [, end, type] = /^\s*\[\d+m \d\ds\] [A-Z_]+_(IN_PROGRESS|COMPLETE) \S+ \((\S+)\)/.exec(text) ?? [];
  return end === "IN_PROGRESS" || (end === "COMPLETE" && type !== "AWS::CloudFormation::Stack");
}

/** Of an image's build the screen has the steps' headings (`#8 [build 4/8] RUN …`), of its push the result; the rest is in the log. */
function isBuildDetail(text: string): boolean {
  return /\bs: (?:#\d+ (?!\[)|[0-9a-f]{12}: |The push refers |key-[0-9a-f]+: )/.test(text);
}

function title(step: string): string {
  return step.split("\n")[0]!.replace(/@[0-9a-f]{40}$/, "");
}
