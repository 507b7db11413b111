import type { Container, Task } from "@aws-sdk/client-ecs";
import { wrongPlatform, wrongPlatformHint } from "../task";

/** Why a task stopped: a sentence, and the container whose log tells more. */
export interface StopReason {
  readonly sentence: string;
  /** The container that ended the task, where one did. */
  readonly container: string | undefined;
}

/**
 * What ended a task. Its health or its start come before an exit code, since ECS's own stop gives one too (137, 143).
 * `essential`: the containers whose end ends the task; a sidecar among them ends it as well as the application.
 */
export function whyStopped(task: Task, essential: readonly string[]): StopReason {
  const { stopCode, stoppedReason = "ECS gave no reason", containers = [] } = task;
  if (stopCode === "EssentialContainerExited" || stopCode === undefined) {
    const matters = (name: string) => essential.length === 0 || essential.includes(name) || serviceConnect.test(name);
    const culprit = endedBy(containers.filter(({ name = "" }) => matters(name)));
    if (culprit) return { sentence: howEnded(culprit), container: culprit.name };
  }
  const reasons = [stoppedReason, ...containers.map(({ reason }) => reason)].filter(Boolean);
  // More of the sentence follows.
  const text = [...new Set(reasons)].join("; ").replace(/\.$/, "");
  const silent = stopCode === "EssentialContainerExited" ? "; ECS tells no exit code" : "";
  return { sentence: shorten(text) + silent, container: undefined };
}

/** ECS adds it to a task itself, and it is essential. */
const serviceConnect = /^ecs-service-connect-/;

/** Of the containers that have an exit code the one that was not ended by ECS's stop of the others. */
function endedBy(containers: readonly Container[]): Container | undefined {
  const ended = containers.filter(({ exitCode }) => exitCode !== undefined);
  return (
    ended.find(({ reason = "" }) => reason.startsWith("OutOfMemory")) ??
    ended.find(({ exitCode }) => !stopSignals.has(exitCode)) ??
    ended[0]
  );
}

/** 128 + SIGKILL and 128 + SIGTERM: how a container ends that ECS stops because another one ended. */
const stopSignals: ReadonlySet<number | undefined> = new Set([137, 143]);

function howEnded({ name, exitCode, reason }: Container): string {
  if (exitCode === 0) return `the container ${name} exited with 0, though it should run`;
  return `the container ${name} exited with ${exitCode}${reason ? ` (${reason})` : ""}`;
}

const hints: readonly [RegExp, string][] = [
  [wrongPlatform, wrongPlatformHint],
  [
    /reached the limit|above your limit/i,
    "A quota of the account is used up (Service Quotas, AWS Fargate): end other tasks, or ask for more.",
  ],
  [
    /CannotPull|pull (access|image)/i,
    "Is the image's digest still in its registry? Then the execution role's right to pull it, and the network's way to the registry.",
  ],
  [
    /ResourceInitializationError.*(secret|ssm|parameter)|unable to (pull|retrieve) secret/i,
    "Does the secret (and its key) exist, and may the execution role read it? Then the network's way to Secrets Manager.",
  ],
  [
    /ResourceInitializationError/i,
    "The task's network, log group or volume could not be set up: the reason says which.",
  ],
  [/OutOfMemory/i, "The container needs more memory than its task definition gives it."],
  [
    /failed (ELB|container) health checks/i,
    "The container runs, but its health check does not pass: path, port, security group, and the time it needs to start.",
  ],
  [
    /unable to place a task|RESOURCE:|capacity is unavailable/i,
    "The cluster has no room for the task, or its network no address.",
  ],
  [
    /unable to stop or start tasks/i,
    "minimumHealthyPercent and maximumPercent let no task be started and none be stopped: change one of them.",
  ],
  [
    /under protection/i,
    "Tasks of the deployment before are protected from scale-in: they run until their protection ends, and `wait-for-minutes` has to be that long.",
  ],
  [/exited with 0, though/i, "A service's process has to stay in the foreground."],
];

/** What to do about a reason that ECS gave, where its words are known. `tail`: what could be read of the container's log. */
export function hintFor(reason: string, tail: readonly string[]): string | undefined {
  const known = hints.find(([pattern]) => pattern.test(reason))?.[1];
  if (known || !/exited with/i.test(reason)) return known;
  const where =
    tail.length > 0 ? "its last lines are in the summary" : "no line of it was read here, so look where it is";
  return `Its log says why: ${where}.`;
}

const [headLength, tailLength] = [299, 180];

/** Cut where a sentence would drown, in the middle: ECS's reasons begin with what failed and on what, and end with why. */
export function shorten(text: string): string {
  if (text.length <= headLength + tailLength) return text;
  return `${text.slice(0, headLength)}…${text.slice(-tailLength)}`;
}
