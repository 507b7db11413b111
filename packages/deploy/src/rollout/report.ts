import { counted } from "./counted";
import { DeployError } from "../error";
import { shortArn } from "../short-arn";
import { isGreen } from "./roll-out";
import { runbook } from "./runbook";
import type { Outcome, RolloutResult, ServiceResult } from "./types";

const marks: Record<Outcome, string> = {
  deployed: "✅",
  idle: "⚪",
  "rolled-back": "↩️",
  superseded: "⏭️",
  "timed-out": "⏱️",
  stopped: "⏹️",
  failed: "❌",
  "not-started": "⏸️",
};

const hints: Partial<Record<Outcome, string>> = {
  idle: "Raise the service's desired count, or say allow-zero: true.",
  "rolled-back": "Read the stopped tasks' reasons and the container's log above.",
  superseded: "Someone else deployed this service meanwhile: look at who, and deploy again if yours is the newer one.",
  "timed-out": "Read the last progress lines: tasks that don't start, or targets that don't become healthy.",
  stopped: "Look at who stopped it; deploy again when the reason is gone.",
  failed: "Look at what runs now before you deploy again.",
};

/** `deployed`, or the outcome of the first service that is not green. */
export function outcomeOf({ deployments }: RolloutResult, allowZero: boolean): Outcome {
  return firstRed(deployments, allowZero)?.[1].outcome ?? "deployed";
}

/** One sentence for people: what went wrong first, and how many others are not green. */
export function reasonOf({ deployments, left }: RolloutResult, allowZero: boolean): string {
  const first = firstRed(deployments, allowZero);
  if (!first) {
    const moved = [...deployments.values()].filter((one) => one.moved).length;
    const what = moved === 0 ? "nothing had to be moved" : `${moved} of ${counted(deployments.size, "service")} moved`;
    return left.length > 0 ? `${what}; left as they are: ${left.join(", ")}` : what;
  }
  const others = [...deployments].filter(([name, one]) => name !== first[0] && !isGreen(one, allowZero));
  const rest = others.map(([name, { outcome }]) => `${name} ${outcome}`).join(", ");
  return `${first[0]}: ${first[1].outcome}: ${first[1].reason}${rest ? ` (and ${rest})` : ""}`;
}

/** Only when every service is green; otherwise the reason, with the hint for it and where to read on. */
export function requireDeployed(result: RolloutResult, allowZero: boolean): void {
  const red = firstRed(result.deployments, allowZero);
  if (!red) return;
  const [name, { outcome }] = red;
  const hint = [hintOf(result, name, outcome), runbook(outcome)].filter(Boolean).join(" ");
  throw new DeployError(outcome, reasonOf(result, allowZero), hint);
}

/** What its reason tells to do, else what its outcome does. */
function hintOf({ hints: told }: RolloutResult, name: string, outcome: Outcome): string | undefined {
  return told.get(name) ?? hints[outcome];
}

/** The step's summary in Markdown: a row a service, what to do about each that is red, the ends of crashed containers' logs. */
export function rolloutSummary(cluster: string, result: RolloutResult, allowZero: boolean): string {
  const mark = marks[outcomeOf(result, allowZero)];
  const lines = [
    `### ${mark} Rollout to ${cluster}: ${outcomeOf(result, allowZero)}`,
    "",
    "| Service | Outcome | Revision | Before | Seconds | Reason |",
    "|---|---|---|---|---:|---|",
    ...[...result.deployments].map(([name, one]) => row(name, one)),
  ];
  const red = [...result.deployments].filter(([, one]) => !isGreen(one, allowZero) && one.outcome !== "not-started");
  const told = [
    ...red.map(([name, { outcome }]) => {
      const what = `[What ${outcome} means, and what to do](${runbook(outcome)})`;
      return `- **${name}**: ${[cell(hintOf(result, name, outcome) ?? ""), what].filter(Boolean).join(" ")}`;
    }),
    ...[...result.notes].map(([name, note]) => `- ${name}: ${cell(note)}`),
  ];
  if (told.length > 0) lines.push("", ...told);
  for (const [name, tail] of result.tails)
    // Four backticks, so that three in a log line don't end the block.
    lines.push(
      "",
      `<details><summary>The end of ${name}'s log</summary>`,
      "",
      "````text",
      ...tail,
      "````",
      "</details>",
    );
  return `${lines.join("\n")}\n`;
}

function row(name: string, { outcome, revision, previous, seconds, reason }: ServiceResult): string {
  const before = previous === revision ? "same" : `\`${shortArn(previous)}\``;
  const cells = [name, `${marks[outcome]} ${outcome}`, `\`${shortArn(revision)}\``, before, seconds, cell(reason)];
  return `| ${cells.join(" | ")} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll(/\s+/g, " ");
}

function firstRed(deployments: RolloutResult["deployments"], allowZero: boolean) {
  return [...deployments].find(([, one]) => !isGreen(one, allowZero));
}
