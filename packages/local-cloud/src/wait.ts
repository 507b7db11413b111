import { setTimeout as delay } from "node:timers/promises";
import { DeployError } from "@cashsouk/deploy";

export interface Wait {
  /** What is waited for, as in "ministack to answer". */
  for: string;
  timeoutMs: number;
  everyMs?: number;
  /** Where to look when it does not come. */
  hint?: string;
}

type Answer<T> = T | undefined | false;

/** Asks until the answer is truthy; `false` and `undefined` mean not yet. An error of the question ends the wait. */
export async function until<T>(question: () => Answer<T> | Promise<Answer<T>>, wait: Wait): Promise<T> {
  const deadline = Date.now() + wait.timeoutMs;
  for (;;) {
    const answer = await question();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() >= deadline)
      throw new DeployError("timed-out", `Waited ${wait.timeoutMs / 1000} s for ${wait.for}.`, wait.hint);
    await delay(wait.everyMs ?? 100);
  }
}
