import type { Clock } from "../clock";
import { DeployError } from "../error";

/** A wait with its end: the time of the clock at which it is over, and a signal that ends it early. */
export interface Wait {
  readonly clock: Clock;
  readonly cancelled: AbortSignal;
  readonly startedAt: number;
  readonly limitMs: number;
  /** What is waited for, as it stands in the sentence `…: <what> after 60 minutes`. */
  readonly what: string;
}

/** Asks until there is an answer. Quick at first, at most 5 s apart. Throws `timed-out` or `cancelled`. */
export async function until<T>(wait: Wait, ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    const elapsedMs = wait.clock.now() - wait.startedAt;
    if (wait.cancelled.aborted) throw new DeployError("cancelled", `${wait.what} when the run was cancelled`);
    if (elapsedMs >= wait.limitMs)
      throw new DeployError("timed-out", `${wait.what} after ${Math.round(wait.limitMs / 60_000)} minutes`);
    const pauseMs = Math.min(5_000, 500 + elapsedMs / 20, wait.limitMs - elapsedMs);
    await wait.clock.sleep(pauseMs, wait.cancelled).catch((error: unknown) => {
      if (!wait.cancelled.aborted) throw error;
    });
  }
}
