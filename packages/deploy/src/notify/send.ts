import { type Clock, pause } from "../clock";
import { DeployError } from "../error";
import { redact } from "./secrets";

/** How long one call may take in all, one answer of it, and how often a fault is tried again. */
const patienceMs = 60_000;
const answerMs = 15_000;
const triesOnFault = 4;
/** Slack's answers are short; of one without an end no more is read. */
const longestAnswer = 200_000;

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
export async function send(clock: Clock, call: Call, limits = { answerMs }): Promise<Answer> {
  const until = clock.now() + patienceMs;
  for (let faults = 0; ;) {
    const answer = await once(clock, call, limits);
    const fault = isFault(answer);
    if (!fault && !isLimited(answer)) return settled(answer);
    const wishMs = "error" in answer ? undefined : answer.retryAfterMs;
    const waitMs = wishMs ?? 1000 * 2 ** faults;
    // A wish that can't be read is waited for, and counted, as a fault is.
    if (fault || !wishMs) faults++;
    const tooLate = clock.now() + waitMs > until;
    if (faults >= triesOnFault || (tooLate && !wishMs)) return settled(answer);
    if (wishMs && tooLate) throw tooLong(call, wishMs);
    await pause(clock, waitMs);
  }
}

type Attempt = (Answer & { readonly retryAfterMs: number | undefined }) | { readonly error: DeployError };

async function once(
  clock: Clock,
  { url, about, secret, ...init }: Call,
  limits: { answerMs: number },
): Promise<Attempt> {
  try {
    // Nobody is followed elsewhere with what is secret.
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(limits.answerMs) });
    const text = redact(await readText(response), secret);
    return { status: response.status, text, retryAfterMs: waitOf(clock, response.headers.get("retry-after")) };
  } catch (cause) {
    return {
      error: new DeployError(
        "slack-unreachable",
        `Slack did not answer ${about}: ${redact(why(cause, limits), secret)}`,
      ),
    };
  }
}

async function readText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(part, { stream: true });
    if (text.length > longestAnswer) throw new Error(`its answer is longer than ${longestAnswer} characters`);
  }
  return text + decoder.decode();
}

/** What fetch met, by its name where it has one: a DOMException's `code` is a number that tells nobody anything. */
function why(thrown: unknown, limits: { answerMs: number }): string {
  const { name, code, message } = ((thrown as Error).cause ?? thrown) as {
    name?: string;
    code?: unknown;
    message: string;
  };
  if (name === "TimeoutError") return `no answer within ${limits.answerMs / 1000} s`;
  return typeof code === "string" ? code : message;
}

/** Seconds or a date, as HTTP has it (RFC 9110, 10.2.3); nothing where it is neither, or over. */
function waitOf(clock: Clock, retryAfter: string | null): number | undefined {
  const seconds = Number(retryAfter);
  const ms = Number.isNaN(seconds) ? Date.parse(retryAfter ?? "") - clock.now() : seconds * 1000;
  return ms > 0 ? Math.max(1000, ms) : undefined;
}

/** Slack's API says both in the body, too, with 200; what a method's reference calls its server's own, or the line's. */
const isFault = (attempt: Attempt) =>
  "error" in attempt ||
  attempt.status >= 500 ||
  says(attempt, "internal_error|fatal_error|service_unavailable|request_timeout");
const isLimited = (attempt: Attempt) =>
  !("error" in attempt) && (attempt.status === 429 || says(attempt, "ratelimited|rate_limited"));
const says = ({ text }: Answer, errors: string) => new RegExp(`"error"\\s*:\\s*"(?:${errors})"`).test(text);

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
