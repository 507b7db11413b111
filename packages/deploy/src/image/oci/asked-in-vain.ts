import { DeployError } from "../../error";

/** Loaded where a server was asked as often as it may be, which ends the run. */
export function askedInVain(
  url: URL,
  answer: Response | Error,
  { pauseMs, limitMs }: { pauseMs: number; limitMs: number },
): DeployError {
  if (answer instanceof Response)
    return new DeployError(
      "rate-limited",
      `${url.host} limits how often it is asked, and wants ${Math.ceil(pauseMs / 1000)} s of patience`,
      "Log in (anonymous limits are lower), or lower `parallel`.",
    );
  const why = answer.name === "TimeoutError" ? `no answer within ${limitMs / 1000} s` : reasonOf(answer);
  return new DeployError("no-registry", `${url.host} can't be reached: ${why}`, undefined, { cause: answer });
}

/** Why a call got no answer, which Node tells by the cause. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
