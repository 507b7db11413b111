import type { Container, Task } from "@aws-sdk/client-ecs";
import { wrongPlatform, wrongPlatformHint } from "./wrong-platform";

/** The container that is judged, and those whose end ends the task as well. */
export interface Judged {
  readonly container: string;
  readonly essentialSidecars: readonly string[];
  /** Whether the task goes on once that container has ended for good. */
  readonly goesOn: boolean;
}

/** What became of a task. Only `succeeded` is green. */
export type Verdict =
  /** `unsure`: it might be otherwise, which somebody should look at. */
  | { readonly kind: "succeeded"; readonly exitCode: 0; readonly reason: string; readonly unsure?: boolean }
  | { readonly kind: "failed"; readonly exitCode: number; readonly reason: string }
  | { readonly kind: "no-exit-code"; readonly reason: string }
  | { readonly kind: "not-started"; readonly reason: string }
  | { readonly kind: "timed-out"; readonly reason: string }
  | { readonly kind: "cancelled"; readonly reason: string };

/**
 * Judges a task that has stopped, or goes on without the judged container, by that container's exit code; what happens to its
 * sidecars then is their own affair. `first`: the container that was seen to end before the others did, if any look showed that.
 */
export function judge(task: Task, judged: Judged, first?: string): Verdict {
  const { container: containerName } = judged;
  const container = task.containers?.find(({ name }) => name === containerName);
  const exitCode = container?.exitCode;
  if (exitCode === 0) {
    const { stopCode = "no stop code", stoppedReason = "ECS gave no reason" } = task;
    const exit = `${containerName} exited with 0`;
    if (hasStopped(task) && stopCode !== "EssentialContainerExited")
      return { kind: "failed", exitCode, reason: `${exit}, but its task was stopped: ${stopCode}: ${stoppedReason}` };
    if (first === containerName) return { kind: "succeeded", exitCode, reason: exit };
    // A process that ends well when it is told to stop has not done its work.
    if (first)
      return { kind: "failed", exitCode, reason: `${exit}, but the essential container ${first} had ended first` };
    return judgeUnordered(task, judged, exit);
  }
  if (exitCode !== undefined) {
    const why = [container?.reason ?? signalOf(exitCode), isSignal(exitCode) && sidecarsOf(task, judged, first)];
    const told = why.filter(Boolean).join("; ");
    return { kind: "failed", exitCode, reason: `${containerName} exited with ${exitCode}${told ? `: ${told}` : ""}` };
  }
  return { kind: "no-exit-code", reason: noExitCode(task, { ...container, name: containerName }) };
}

/**
 * Nobody saw which essential container ended first, and ECS keeps no times of them: a sidecar's own end tells whether it
 * was told to stop, as those are that outlive the judged one, or took the task down with it.
 */
function judgeUnordered(task: Task, judged: Judged, exit: string): Verdict {
  const sidecars = essentialsOf(task, judged);
  const pending = sidecars.find(({ exitCode }) => exitCode === undefined);
  if (pending) return { kind: "no-exit-code", reason: `${exit}, but ${noExitCode(task, pending)}` };
  const unsure = "which ended first is not known";
  // ECS gives a reason for an end of a container's own (out of memory), none for one that it has asked for.
  const failed = sidecars.find(({ exitCode = 0, reason }) => reason || (exitCode !== 0 && !isSignal(exitCode)));
  if (failed) return { kind: "failed", exitCode: 0, reason: `${exit}, but ${endOf(failed)}, and ${unsure}` };
  // SIGTERM is what ECS sends when another one has ended; these may have ended by themselves.
  const unclear = sidecars.filter(({ exitCode }) => exitCode !== sigterm);
  const told = unclear.map((one) => `; ${endOf(one)}, and ${unsure}`).join("");
  return { kind: "succeeded", exitCode: 0, reason: `${exit}${told}`, ...(told ? { unsure: true } : {}) };
}

/** A container that was told to stop was so perhaps because another essential one had ended. */
function sidecarsOf(task: Task, judged: Judged, first?: string): string {
  return essentialsOf(task, judged)
    .filter(({ exitCode }) => exitCode !== undefined)
    .map((one) => `${endOf(one)}${one.name === first ? " first" : ""}`)
    .join("; ");
}

function essentialsOf({ containers = [] }: Task, { essentialSidecars }: Judged): Container[] {
  return containers.filter(({ name = "" }) => essentialSidecars.includes(name));
}

function endOf({ name, exitCode, reason }: Container): string {
  return `the essential container ${name} exited with ${exitCode}${reason ? ` (${reason})` : ""}`;
}

function noExitCode({ stopCode, stoppedReason }: Task, { name, reason }: Container): string {
  const why = [reason, stoppedReason].filter(Boolean).join("; ") || "ECS gave no reason";
  return `${name} has no exit code: ${stopCode ?? "no stop code"}: ${why}`;
}

/** DELETED is what ECS may show of a task after STOPPED. */
export function hasStopped({ lastStatus }: Task): boolean {
  return lastStatus === "STOPPED" || lastStatus === "DELETED";
}

/** The container that has ended while all others that matter, the judged one or its essential sidecars, still run. */
export function endedFirst(task: Task, judged: Judged): string | undefined {
  // The exit code of one that ECS has started anew is that of its run before.
  const ended = ({ lastStatus, exitCode }: Container) =>
    lastStatus === "STOPPED" || (exitCode !== undefined && lastStatus !== "RUNNING");
  const own = task.containers?.find(({ name }) => name === judged.container);
  // Of a stopped task all have ended, also those that don't say so.
  if (!own || hasStopped(task)) return undefined;
  const sidecars = essentialsOf(task, judged);
  const early = sidecars.find(ended)?.name;
  if (ended(own)) return sidecars.length > 0 && !early ? own.name : undefined;
  // One that has not begun yet has not ended either.
  return own.lastStatus === undefined ? undefined : early;
}

const sigterm = 143;
const isSignal = (exitCode: number) => exitCode === 137 || exitCode === sigterm;

/** 128 + n is a death by signal n; the two that people meet are named. */
function signalOf(exitCode: number): string {
  if (exitCode === 137) return "killed (SIGKILL: out of memory, or stopped after its grace period)";
  return exitCode === sigterm ? "terminated (SIGTERM)" : "";
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
  [wrongPlatform, wrongPlatformHint],
  [
    /CannotPullContainerError(?!.*platform)/,
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

/** Where neither the log nor the reason says anything that is known. */
const otherwise: Readonly<Record<Exclude<Verdict["kind"], "succeeded">, string>> = {
  failed: "The end of its log says why; is there none, look at the container's log group.",
  "no-exit-code": "Its container never ended by itself: the reason is ECS's own, its log may be empty.",
  "not-started":
    "It found no room, its subnets have no way out, or its image takes longer to pull than `start-for-minutes`.",
  "timed-out": "The end of its log says how far it came; work that takes longer gets a higher `wait-for-minutes`.",
  cancelled: "Run it again when you want it after all.",
};

/** Hints for what the log's tail and the reason say; there is always one. */
export function hintsFor({ kind, reason }: Exclude<Verdict, { kind: "succeeded" }>, tail: readonly string[]): string[] {
  const fitting = hints.filter(([pattern]) => [...tail, reason].some((line) => pattern.test(line)));
  return fitting.length > 0 ? fitting.map(([, hint]) => hint) : [otherwise[kind]];
}
