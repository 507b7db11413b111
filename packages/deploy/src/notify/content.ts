import type { Result } from "./facts";
import { onOneLine } from "./limits";
import { isBad, show } from "./outcomes";

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

/** What is told, before it becomes blocks or plain text. Nothing in it is escaped or cut. */
export interface Content {
  readonly title: string;
  readonly reason: string | undefined;
  /** One a service: its name, and what became of it. */
  readonly services: readonly Service[];
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly origin: Origin;
  readonly bad: boolean;
}
export interface Service {
  readonly mark: string;
  readonly name: string;
  readonly what: string;
  readonly reason: string;
}

export interface Told {
  readonly event: "started" | "step" | "finished";
  readonly environment: string;
  readonly fields: Readonly<Record<string, string>>;
}

export function contentOf({ event, environment, fields }: Told, result: Result, origin: Origin): Content {
  const { mark, words } = show(result.outcome);
  const bad = isBad(result.outcome);
  const told = { origin, fields: Object.entries(fields), services: servicesOf(result) };
  const titled = (text: string) => onOneLine(text);
  switch (event) {
    case "started":
      return { ...told, title: titled(`🚀 ${environment}: deployment started`), reason: undefined, bad: false };
    case "step": {
      // The step that ended well is not the deployment's end.
      const passed = result.outcome === "deployed";
      const title = passed ? `🚀 ${environment}: deploying` : `${mark} ${environment}: ${words}`;
      return { ...told, title: titled(title), reason: stepLine(result), bad };
    }
    case "finished": {
      // Where nobody said which services there were, none is known to have been left alone.
      const nothing = result.outcome === "deployed" && result.deployments && told.services.length === 0;
      const title = `${mark} ${environment}: ${words}${partOf(result)}`;
      const reason = nothing ? (result.reason ?? "Nothing had to be deployed.") : reasonOf(result);
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

function partOf({ outcome, deployments }: Result): string {
  const all = Object.values(deployments ?? {});
  const done = all.filter((one) => one.outcome === "deployed").length;
  return outcome === "deployed" || done === 0 ? "" : `, ${done} of ${all.length} services deployed`;
}

function servicesOf({ deployments }: Result): Service[] {
  return Object.entries(deployments ?? {}).map(([name, { outcome, reason, moved, seconds }]) => {
    const { mark, words } = show(outcome);
    const what = outcome === "deployed" && !moved ? "unchanged" : words;
    return { mark, name, what: moved ? `${what} in ${seconds} s` : what, reason };
  });
}
