import { setTimeout as delay } from "node:timers/promises";

/** Time as a parameter: milliseconds since the epoch, and a sleep that ends early (rejecting) when the signal aborts. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
};
