import { setImmediate } from "node:timers/promises";

/** A clock whose sleeps take no time but count: an hour's wait is tested in milliseconds. */
export function makeTestClock(start = Date.UTC(2026, 10, 22)) {
  let now = start;
  const until: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    async sleep(ms: number, signal?: AbortSignal): Promise<void> {
      signal?.throwIfAborted();
      now += ms;
      for (const due of until.filter(({ at }) => at <= now)) {
        until.splice(until.indexOf(due), 1);
        due.run();
      }
      await setImmediate();
      signal?.throwIfAborted();
    },
    /** Runs something once that much time has passed. */
    at(ms: number, run: () => void): void {
      until.push({ at: start + ms, run });
    },
    elapsed: () => now - start,
  };
}
