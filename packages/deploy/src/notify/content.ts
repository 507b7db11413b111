import type { Deployment, Result } from "./facts";
import { type Kind, wordsOf } from "./kinds";
import { onOneLine, visible } from "./limits";
import { isBad, show } from "./outcomes";

/** Where this comes from, as GitHub tells a run. */
export interface Origin {
  readonly server: string;
  readonly repository: string;
  readonly runId: string;
  /** Which of the run's attempts it is; the run's own address leads to the newest. */
  readonly attempt?: string | undefined;
  readonly commit: string;
  readonly actor: string;
  /** The commit message's first line, where the event has it. */
  readonly subject: string | undefined;
  /** The address of what was pushed, where the event has it. */
  readonly compare: string | undefined;
}

export function runAddress({ server, repository, runId, attempt }: Origin): string {
  return `${server}/${repository}/actions/runs/${runId}${attempt ? `/attempts/${attempt}` : ""}`;
}

/** What is told, before it becomes blocks or plain text. Nothing in it is escaped or cut. */
export interface Content {
  readonly title: string;
  readonly reason: string | undefined;
  /** One a service: its name, and what became of it. */
  readonly services: readonly Service[];
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly origin: Origin;
  /** What is live when it is done: the run's own commit, or those that a rollback brings again, where they are known. */
  readonly commits: readonly string[];
  readonly bad: boolean;
}
export interface Service {
  readonly mark: string;
  readonly name: string;
  readonly what: string;
  readonly reason: string;
  /** From which commit to which. */
  readonly commits?: readonly [from: string, to: string] | undefined;
}

export interface Told {
  readonly event: "started" | "step" | "finished";
  readonly kind: Kind;
  readonly environment: string;
  readonly fields: Readonly<Record<string, string>>;
}

export function contentOf({ event, kind, environment, fields }: Told, result: Result, origin: Origin): Content {
  const { mark, words } = show(result.outcome);
  const { started, doing, done, subject } = wordsOf(kind);
  const ended = result.outcome === "deployed" ? done : [subject, words].filter(Boolean).join(": ");
  const bad = isBad(result.outcome);
  const told = { ...about(kind, origin, result), fields: Object.entries(fields), services: servicesOf(result) };
  const titled = (text: string) => onOneLine(text);
  switch (event) {
    case "started":
      return { ...told, title: titled(`🚀 ${environment}: ${started}`), reason: undefined, bad: false };
    case "step": {
      // The step that ended well is not the deployment's end.
      const passed = result.outcome === "deployed";
      const title = passed ? `🚀 ${environment}: ${doing}` : `${mark} ${environment}: ${ended}`;
      return { ...told, title: titled(title), reason: stepLine(result), bad };
    }
    case "finished": {
      // Where nobody said which services there were, none is known to have been left alone.
      const nothing = result.outcome === "deployed" && result.deployments && told.services.length === 0;
      const idle = idleOf(result);
      const title = `${idle ? show("idle").mark : mark} ${environment}: ${ended}${idle || partOf(result)}`;
      const why = nothing ? (result.reason ?? "Nothing had to be deployed.") : reasonOf(result);
      const reason = why && visible(why);
      return { ...told, fields: [...skippedJobs(result), ...told.fields], title: titled(title), reason, bad };
    }
    default:
      return event satisfies never;
  }
}

/** A step's end on one line. */
export function stepLine({ outcome, reason }: Result): string {
  return `${show(outcome).mark} ${onOneLine(reason ?? show(outcome).words)}`;
}

/** Why a rollout that went well went well is for its thread; a drill's result is what one wants to read. */
function reasonOf({ outcome, reason }: Result): string | undefined {
  return outcome === "deployed" ? undefined : reason;
}

/** Whether one that was left out was to deploy something, only its name can tell. */
function skippedJobs({ outcome, skipped = [] }: Result): [string, string][] {
  return outcome === "skipped" && skipped.length > 0 ? [["Skipped jobs", skipped.join(", ")]] : [];
}

/** What was allowed to have no task calls nobody, and yet is not what one takes "deployed" for. */
function idleOf({ outcome, deployments }: Result): string {
  const idle = Object.entries(deployments ?? {}).flatMap(([name, one]) => (one.outcome === "idle" ? [name] : []));
  return outcome === "deployed" && idle.length > 0 ? `, but idle: ${idle.join(", ")}` : "";
}

/** Of those that were to move: who was left alone is no part of what was done. */
function partOf({ outcome, deployments }: Result): string {
  const all = Object.values(deployments ?? {}).filter((one) => !isUnchanged(one));
  const done = all.filter((one) => one.outcome === "deployed").length;
  return outcome === "deployed" || done === 0 ? "" : `, ${done} of ${all.length} services deployed`;
}

function servicesOf({ deployments }: Result): Service[] {
  return Object.entries(deployments ?? {}).map(([name, one]) => {
    const { outcome, reason, moved, seconds } = one;
    const { mark, words } = show(outcome);
    const what = isUnchanged(one) ? "unchanged" : words;
    const timed = moved && outcome !== "planned";
    return { mark, name, what: timed ? `${what} in ${seconds} s` : what, reason, commits: wayOf(one) };
  });
}

const isUnchanged = ({ outcome, moved }: Deployment) => outcome === "deployed" && !moved;

/** Of a service that has moved, or is to; of one that failed it would look as if it had arrived. */
function wayOf({ outcome, moved, commit, previousCommit }: Deployment): readonly [string, string] | undefined {
  const goes = moved && (outcome === "deployed" || outcome === "planned");
  return goes && commit && previousCommit && commit !== previousCommit ? [previousCommit, commit] : undefined;
}

/** A rollback's own commit is the newest of its branch, perhaps the very one that it goes back from: it is not told. */
function about(kind: Kind, origin: Origin, { deployments }: Result): Pick<Content, "origin" | "commits"> {
  if (kind !== "rollback") return { origin, commits: [origin.commit].filter(Boolean) };
  const commits = new Set(Object.values(deployments ?? {}).flatMap((one) => wayOf(one)?.[1] ?? []));
  return { origin: { ...origin, subject: undefined, compare: undefined }, commits: [...commits] };
}
