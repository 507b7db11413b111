import type { Clock } from "../clock";
import type { Log } from "../log";
import type { Logs } from "./container-log";
import type { EcsTasks, Stacks } from "./ports";

export interface TaskTools extends Logs {
  readonly ecs: EcsTasks;
  readonly stacks: Stacks;
  readonly clock: Clock;
  readonly log: Log;
  readonly cancelled: AbortSignal;
  /** At most 64 characters, the same for a repeated attempt at the same step: a repeated start has one effect. */
  readonly clientToken: string;
  /** Called before a task is asked for, so that a post step can find one whose start a killed process never heard of. */
  readonly onStarting?: (starting: StartingTask) => void;
  /** Called when the task was accepted, so that a post step can end what a killed process left. */
  readonly onStarted?: (started: StartedTask) => void;
}

/** How a task is found that was asked for: by the mark that its start gave it. */
export interface StartingTask {
  readonly cluster: string | undefined;
  readonly startedBy: string;
}

export interface StartedTask {
  readonly cluster: string;
  readonly taskArn: string;
}
