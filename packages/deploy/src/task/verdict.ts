import type { Container, Task } from "@aws-sdk/client-ecs";

/** The container that is judged, and those whose end ends the task as well. */
export interface Judged {
  readonly container: string;
  readonly essentialSidecars: readonly string[];
}

/** What became of a task. Only `succeeded` is green. */
export type Verdict =
  | { readonly kind: "succeeded"; readonly exitCode: 0; readonly reason: string }
  | { readonly kind: "failed"; readonly exitCode: number; readonly reason: string }
  | { readonly kind: "no-exit-code"; readonly reason: string }
  | { readonly kind: "not-started"; readonly reason: string }
  | { readonly kind: "timed-out"; readonly reason: string }
  | { readonly kind: "cancelled"; readonly reason: string };

/** Judges a stopped task by the exit code of one container; what happens to its sidecars is their own affair. */
export function judgeStopped(task: Task, judged: Judged, endedEarly?: string): Verdict {
  const { container: containerName } = judged;
  const container = task.containers?.find(({ name }) => name === containerName);
  const exitCode = container?.exitCode;
  if (exitCode === 0) {
    const { stopCode = "no stop code", stoppedReason = "ECS gave no reason" } = task;
    const exit = `${containerName} exited with 0`;
    // A process that ends well when it is told to stop has not done its work.
    if (stopCode === "EssentialContainerExited" && endedEarly)
      return { kind: "failed", exitCode, reason: `${exit}, but the essential container ${endedEarly} had ended first` };
    if (stopCode === "EssentialContainerExited") return { kind: "succeeded", exitCode, reason: exit };
    const reason = `${containerName} exited with 0, but its task was stopped: ${stopCode}: ${stoppedReason}`;
    return { kind: "failed", exitCode, reason };
  }
  if (exitCode !== undefined) {
    const why = [container?.reason ?? signalOf(exitCode), isSignal(exitCode) && sidecarsOf(task, judged, endedEarly)];
    const told = why.filter(Boolean).join("; ");
    return { kind: "failed", exitCode, reason: `${containerName} exited with ${exitCode}${told ? `: ${told}` : ""}` };
  }
  const why = [container?.reason, task.stoppedReason].filter(Boolean).join("; ") || "ECS gave no reason";
  return {
    kind: "no-exit-code",
    reason: `${containerName} has no exit code: ${task.stopCode ?? "no stop code"}: ${why}`,
  };
}

/** A container that was told to stop was so perhaps because another essential one had ended. */
function sidecarsOf({ containers = [] }: Task, { essentialSidecars }: Judged, endedEarly?: string): string {
  return containers
    .filter(({ name = "", exitCode }) => essentialSidecars.includes(name) && exitCode !== undefined)
    .map(
      ({ name, exitCode }) =>
        `the essential container ${name} exited with ${exitCode}${name === endedEarly ? " first" : ""}`,
    )
    .join("; ");
}

/** The essential sidecar that has ended while the judged container still runs. */
export function endedEarly({ containers = [] }: Task, { container, essentialSidecars }: Judged): string | undefined {
  const ended = ({ lastStatus, exitCode }: Container) => lastStatus === "STOPPED" || exitCode !== undefined;
  const own = containers.find(({ name }) => name === container);
  if (!own || own.lastStatus !== "RUNNING" || ended(own)) return undefined;
  return containers.find((one) => essentialSidecars.includes(one.name ?? "") && ended(one))?.name;
}

const isSignal = (exitCode: number) => exitCode === 137 || exitCode === 143;

/** 128 + n is a death by signal n; the two that people meet are named. */
function signalOf(exitCode: number): string {
  if (exitCode === 137) return "killed (SIGKILL: out of memory, or stopped after its grace period)";
  return exitCode === 143 ? "terminated (SIGTERM)" : "";
}

const hints: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [
    /\bP1001\b/,
    "P1001: the database can't be reached: look at the task's security group, its subnets and the address.",
  ],
  [/\bP1002\b/, "P1002: the database timed out, often at Prisma's advisory lock: is another migration still running?"],
  [
    /\bP3009\b/,
    "P3009: an earlier migration failed and blocks the next ones: repair the database, then `prisma migrate resolve --applied` or `--rolled-back`.",
  ],
  [
    /\bP3018\b/,
    "P3018: a migration's SQL failed: the log names it and PostgreSQL's error; nothing after it was applied.",
  ],
  [
    /CannotPullContainerError/,
    "The image can't be pulled: does it exist, and may the execution role read its repository?",
  ],
  [
    /ResourceInitializationError/,
    "The task could not be prepared: does each secret exist, with that JSON key, and may the execution role read it?",
  ],
  [/OutOfMemory|SIGKILL: out of memory/, "Out of memory: give the task more (the input memory, or its definition)."],
  [/SpotInterruption/, "Fargate Spot took the task back: run migrations on FARGATE, not on FARGATE_SPOT."],
  [/REVIEWED_MIGRATIONS/, "Nothing was applied: plan again, review what it shows, and approve that."],
];

/** Hints for what the log's tail and the reason say. */
export function hintsFor(lines: readonly string[]): string[] {
  return hints.filter(([pattern]) => lines.some((line) => pattern.test(line))).map(([, hint]) => hint);
}
