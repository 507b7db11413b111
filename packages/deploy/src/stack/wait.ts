import { askPatiently } from "../asking/ask-patiently";
import { type Clock, pause } from "../clock";
import { DeployError } from "../error";
import type { Log } from "../log";

/** A wait with its end: how long it may last, and a signal that ends it early; without one, nothing does. */
export interface Wait {
  readonly clock: Clock;
  readonly log: Log;
  readonly cancelled?: AbortSignal | undefined;
  readonly limitMs: number;
  /** The sentence's parts: `<about>: <what> after 60 minutes`. */
  readonly about: string;
  readonly what: string;
}

/** Asks until there is an answer: quick at first, at most 5 s apart. Throws `timed-out` or `cancelled`. */
export async function until<T>(wait: Wait, ask: () => Promise<T | undefined>): Promise<T> {
  const { clock, log, cancelled, limitMs, about, what } = wait;
  const startedAt = clock.now();
  for (;;) {
    const answer = await askPatiently({ clock, log, signal: cancelled }, about, ask);
    if (answer !== undefined) return answer;
    const elapsedMs = clock.now() - startedAt;
    if (cancelled?.aborted) throw new DeployError("cancelled", `${about}: ${what} when the run was cancelled`);
    if (elapsedMs >= limitMs)
      throw new DeployError("timed-out", `${about}: ${what} after ${Math.round(limitMs / 60_000)} minutes`);
    await pause(clock, Math.min(5_000, 500 + elapsedMs / 20, limitMs - elapsedMs), cancelled);
  }
}
