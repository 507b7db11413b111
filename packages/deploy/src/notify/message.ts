import type { Result } from "./facts";
import { cut, cutLines, escape, limits } from "./limits";

interface Block {
  readonly type: "header" | "section" | "context";
  readonly text?: Text;
  readonly elements?: readonly Text[];
}
interface Text {
  readonly type: "plain_text" | "mrkdwn";
  readonly text: string;
}
export interface Message {
  /** What a notification shows. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Where this comes from, as GitHub tells a run. */
export interface Origin {
  readonly server: string;
  readonly repository: string;
  readonly runId: string;
  readonly commit: string;
  readonly actor: string;
  /** The commit message's first line, where the event has it. */
  readonly subject: string | undefined;
  /** The address of what was pushed, where the event has it. */
  readonly compare: string | undefined;
}

const marks: Record<string, string> = {
  deployed: "✅",
  "rolled-back": "↩️",
  superseded: "⏭️",
  "timed-out": "⏱️",
  stopped: "⏹️",
  cancelled: "⏹️",
  idle: "⚪",
  "not-started": "⏸️",
};
const markOf = (outcome: string) => marks[outcome] ?? "❌";

export function startedMessage(environment: string, origin: Origin): Message {
  const title = `🚀 ${environment}: deployment started`;
  return { text: title, blocks: [header(title), commitBlock(origin), linksBlock(origin)] };
}

/** The one message of a deployment in the end: what, where, who, which services, and why where it failed. */
export function finishedMessage(
  environment: string,
  { outcome, reason, deployments }: Result,
  origin: Origin,
): Message {
  const title = `${markOf(outcome)} ${environment}: ${outcome}`;
  const services = Object.entries(deployments).map(([name, one]) => {
    const what = one.outcome === "deployed" && !one.moved ? "unchanged" : one.outcome;
    return `${markOf(one.outcome)} *${escape(name)}* ${escape(what)}${one.moved ? ` in ${one.seconds} s` : ""}`;
  });
  const nothing = outcome === "deployed" && services.length === 0 ? [section("Nothing had to be deployed.")] : [];
  return {
    text: outcome === "deployed" || !reason ? title : cut(`${title}: ${reason}`, limits.text),
    blocks: [
      header(title),
      ...(outcome !== "deployed" && reason ? [section(cut(`> ${escape(reason)}`, limits.text))] : []),
      ...(services.length > 0 ? [section(cutLines(services))] : nothing),
      commitBlock(origin),
      linksBlock(origin),
    ],
  };
}

/** What goes into the thread: each service's reason. */
export function detailsMessage({ deployments }: Result): Message | undefined {
  const lines = Object.entries(deployments).map(
    ([name, { outcome, reason }]) => `${markOf(outcome)} *${escape(name)}*: ${cut(escape(reason), 700)}`,
  );
  return lines.length > 0 ? { text: "Details", blocks: [section(cutLines(lines))] } : undefined;
}

/** A step's end, for the thread. */
export function stepMessage(outcome: string, reason: string): Message {
  const text = cut(`${markOf(outcome)} ${escape(reason)}`, limits.text);
  return { text, blocks: [section(text)] };
}

function header(text: string): Block {
  return { type: "header", text: { type: "plain_text", text: cut(text, limits.header) } };
}

function section(text: string): Block {
  return { type: "section", text: { type: "mrkdwn", text } };
}

function commitBlock({ server, repository, commit, actor, subject }: Origin): Block {
  const link = `<${server}/${repository}/commit/${commit}|${commit.slice(0, 12)}>`;
  return section(`${link} ${subject ? cut(escape(subject), 500) : ""}`.trimEnd() + ` by ${escape(actor)}`);
}

function linksBlock({ server, repository, runId, compare }: Origin): Block {
  const run = `<${server}/${repository}/actions/runs/${runId}|Run>`;
  const text = compare ? `${run} · <${compare}|Changes>` : run;
  return { type: "context", elements: [{ type: "mrkdwn", text }] };
}
