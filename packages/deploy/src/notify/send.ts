import { type Clock, pause } from "../clock";
import { DeployError } from "../error";
import { redact } from "./secrets";

/** How long one call may take in all, one answer of it, and how often a fault is tried again. */
const patienceMs = 60_000;
const answerMs = 15_000;
const triesOnFault = 4;

export interface Call {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How errors call it. */
  readonly about: string;
  /** The token, or the webhook's address: taken out of whatever comes back, before anything is cut out of that. */
  readonly secret: string;
}
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Sends a call to Slack. Its wish to wait is honoured under a cap; a fault of the server or of the line is tried again under one. */
export async function send(clock: Clock, call: Call): Promise<Answer> {
  const until = clock.now() + patienceMs;
  for (let faults = 0; ;) {
    const answer = await once(call);
    const limited = !("error" in answer) && isLimited(answer);
    if (!limited && !isFault(answer)) return settled(answer);
    const waitMs = limited ? answer.retryAfterMs : 1000 * 2 ** faults++;
    if (limited && clock.now() + waitMs > until) throw tooLong(call, waitMs);
    if (!limited && (faults >= triesOnFault || clock.now() + waitMs > until)) return settled(answer);
    await pause(clock, waitMs);
  }
}

type Attempt = (Answer & { readonly retryAfterMs: number }) | { readonly error: DeployError };

async function once({ url, about, secret, ...init }: Call): Promise<Attempt> {
  try {
    // Nobody is followed elsewhere with what is secret.
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(answerMs) });
    const text = redact(await response.text(), secret);
    const retryAfterMs = Math.max(1, Number(response.headers.get("retry-after")) || 1) * 1000;
    return { status: response.status, text, retryAfterMs };
  } catch (cause) {
    const { code, message } = ((cause as Error).cause ?? cause) as { code?: string; message: string };
    return {
      error: new DeployError("slack-unreachable", `Slack did not answer ${about}: ${redact(code ?? message, secret)}`),
    };
  }
}

const isFault = (attempt: Attempt) => "error" in attempt || attempt.status >= 500;

/** Slack's API says so in the body, too, with 200. */
const isLimited = ({ status, text }: Answer) => status === 429 || /"error"\s*:\s*"ratelimited"/.test(text);

function settled(attempt: Attempt): Answer {
  if ("error" in attempt) throw attempt.error;
  return attempt;
}

function tooLong({ about }: Call, waitMs: number): DeployError {
  return new DeployError(
    "slack-rate-limited",
    `Slack asks to wait ${waitMs / 1000} s before ${about}, more than the ${patienceMs / 1000} s that this waits`,
  );
}
