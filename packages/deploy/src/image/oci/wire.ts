import { type Clock, pause } from "../../clock";
import { DeployError } from "../../error";

export interface WireOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** How long one answer may take; by default half a minute. */
  readonly limitMs?: number;
}

const answerMs = 30_000;
const attempts = 5;
/** A server that asks for more patience than this is not waited for. */
const longestPauseMs = 60_000;

/**
 * One HTTP call: asked again where the connection broke, the server erred or the rate limit was hit, as long as
 * `Retry-After` says. Gives what `read` makes of the last answer, whatever that is; where the connection breaks meanwhile,
 * all of it is asked for again.
 */
export async function ask<T>(
  url: URL,
  init: RequestInit,
  { clock, signal, limitMs = answerMs }: WireOptions,
  read: (answer: Response) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const limit = AbortSignal.timeout(limitMs);
    const got = await once(url, { ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit }, read);
    if (signal?.aborted) throw new DeployError("cancelled", `cancelled: asking ${url.host}`);
    if ("read" in got) return got.read;
    const { unanswered } = got;
    const pauseMs = retryAfterMs(unanswered, clock) ?? 1000 * 2 ** (attempt - 1);
    if (attempt === attempts || pauseMs > longestPauseMs) {
      if (unanswered instanceof Response && unanswered.status !== 429) return read(unanswered);
      throw (await import("./asked-in-vain")).askedInVain(url, unanswered, { pauseMs, limitMs });
    }
    if (unanswered instanceof Response) await unanswered.body?.cancel();
    await pause(clock, pauseMs, signal);
  }
}

async function once<T>(url: URL, init: RequestInit, read: (answer: Response) => Promise<T>) {
  try {
    const answer = await fetch(url, init);
    return answer.status === 429 || answer.status >= 500 ? { unanswered: answer } : { read: await read(answer) };
  } catch (cause) {
    if (cause instanceof DeployError) throw cause;
    return { unanswered: cause as Error };
  }
}

/** Seconds or a date, as HTTP has it. */
function retryAfterMs(answer: Response | Error, clock: Clock): number | undefined {
  const text = answer instanceof Response ? answer.headers.get("retry-after") : null;
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - clock.now());
}
