import { setTimeout as delay } from "node:timers/promises";

type Answer<T> = T | undefined | false;

/** Ends a wait that is in vain, on a machine however busy; what is waited for ends it as soon as it is there. */
const limitMs = 240_000;

/** Asks until the answer is truthy, and gives it. */
export async function eventually<T>(what: string, question: () => Answer<T> | Promise<Answer<T>>): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await question();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${limitMs / 1000} s for ${what}`);
    await delay(20);
  }
}
