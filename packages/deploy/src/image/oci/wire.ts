import type { Clock } from "../../clock";
import { DeployError } from "../../error";

export interface WireOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

const answerMs = 30_000;
const attempts = 5;
/** A registry that asks for more patience than this is not waited for. */
const longestPauseMs = 60_000;

/**
 * One HTTP call to a registry: asked again where the connection broke, the server erred or the rate limit was hit, as
 * long as `Retry-After` says. Gives the last answer whatever it is.
 */
export async function send(url: URL, init: RequestInit, { clock, signal }: WireOptions): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const limit = AbortSignal.timeout(answerMs);
    const answer = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit }).catch(
      (cause: Error) => cause,
    );
    if (signal?.aborted) throw new DeployError("cancelled", `cancelled: asking ${url.host}`);
    if (answer instanceof Response && answer.status !== 429 && answer.status < 500) return answer;
    const pauseMs = retryAfterMs(answer, clock) ?? 1000 * 2 ** (attempt - 1);
    if (attempt === attempts || pauseMs > longestPauseMs) {
      if (answer instanceof Response && answer.status !== 429) return answer;
      throw inVain(url, answer, pauseMs);
    }
    if (answer instanceof Response) await answer.body?.cancel();
    await clock.sleep(pauseMs, signal);
  }
}

function inVain(url: URL, answer: Response | Error, pauseMs: number): DeployError {
  if (answer instanceof Response)
    return new DeployError(
      "rate-limited",
      `${url.host} limits how often it is asked, and wants ${Math.ceil(pauseMs / 1000)} s of patience`,
      "Log in (anonymous limits are lower), or lower `parallel`.",
    );
  const why = answer.name === "TimeoutError" ? `no answer within ${answerMs / 1000} s` : reasonOf(answer);
  return new DeployError("no-registry", `${url.host} can't be reached: ${why}`, undefined, { cause: answer });
}

/** Why a call got no answer, which Node tells by the cause. */
export function reasonOf(error: Error): string {
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}

/** Seconds or a date, as HTTP has it. */
function retryAfterMs(answer: Response | Error, clock: Clock): number | undefined {
  const text = answer instanceof Response ? answer.headers.get("retry-after") : null;
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - clock.now());
}
