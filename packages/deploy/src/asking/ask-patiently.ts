import { oneLine, whyFailed } from "../aws-fault";
import { explainAws } from "../aws-setup";
import { type Clock, pause } from "../clock";
import { credentialsExpired } from "../credentials-expired";
import { credentialsFault } from "../credentials-fault";
import { DeployError } from "../error";
import type { Log } from "../log";

const passing =
  /Throttl|TooManyRequests|RequestLimitExceeded|Timeout|ServiceUnavailable|ServerException|InternalFailure/;
const broken = new Set(
  "ECONNRESET ECONNREFUSED EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH EAI_AGAIN UND_ERR_SOCKET".split(" "),
);

/**
 * An error that may be gone a moment later: throttling, a fault of the server, a broken connection, an answer that is not
 * AWS's own (a proxy's page on the way).
 */
export function isPassing(error: unknown): boolean {
  const { name = "", message = "", code = "", $fault, $metadata } = error as Fault;
  // The SDK wraps an error of another realm (as Jest's is) into a bare Error: then only its text is left.
  const kind = name === "Error" ? message : name;
  const isForeign = name === "SyntaxError" && message.includes("Deserialization error");
  return (
    isForeign ||
    passing.test(kind) ||
    broken.has(code) ||
    $fault === "server" ||
    ($metadata?.httpStatusCode ?? 0) >= 500
  );
}

/** How often, and for how long, a question is asked again when its error may pass. */
const askAgain = 8;
const askAgainForMs = 120_000;

interface Waiting {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal?: AbortSignal | undefined;
}

/** Asks again while the error may pass, then throws it as it is. `about` names what is asked for. */
export async function askRepeatedly<T>(
  { clock, log, signal }: Waiting,
  about: string,
  ask: () => Promise<T>,
): Promise<T> {
  const begun = clock.now();
  for (let turn = 1; ; turn++) {
    try {
      return await ask();
    } catch (error) {
      const inVain = turn === askAgain || clock.now() - begun >= askAgainForMs;
      if (!isPassing(error) || inVain) throw error;
      log.warning(`${about}: ${oneLine(error)}; asking again`);
      await pause(clock, turn * 1000, signal);
    }
  }
}

/** Asks so while something that was begun goes on: what ends the wait leaves it "unknown", and is never a verdict. */
export async function askPatiently<T>(waiting: Waiting, about: string, ask: () => Promise<T>): Promise<T> {
  return askRepeatedly(waiting, about, ask).catch((error: unknown) => {
    throw unknownOutcome(about, error);
  });
}

function unknownOutcome(about: string, cause: unknown): DeployError {
  const fault = credentialsFault(cause);
  if (fault) return credentialsExpired(about, fault, cause);
  const told = explainAws(cause);
  const hint = told instanceof DeployError ? told.hint : undefined;
  const code = cause instanceof DeployError ? cause.code : "unknown-outcome";
  return new DeployError(code, `${about}: what became of it is unknown: ${whyFailed(cause)}`, hint, { cause });
}

interface Fault {
  name?: string;
  message?: string;
  code?: string;
  $fault?: string;
  $metadata?: { httpStatusCode?: number };
}
