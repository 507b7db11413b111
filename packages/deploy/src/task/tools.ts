import type { Clock } from "../clock";
import type { Log } from "../log";
import type { EcsTasks, LogEvents, Stacks } from "./ports";

export interface TaskTools {
  readonly ecs: EcsTasks;
  readonly logs: LogEvents;
  readonly stacks: Stacks;
  readonly clock: Clock;
  readonly log: Log;
  readonly cancelled: AbortSignal;
  /** At most 64 characters, the same for a repeated attempt at the same step: a repeated start has one effect. */
  readonly clientToken: string;
  /** Called when the task was accepted, so that a post step can end what a killed process left. */
  readonly onStarted?: (started: StartedTask) => void;
}

export interface StartedTask {
  readonly cluster: string;
  readonly taskArn: string;
}
