import { DeployError } from "../error";

/** The same error, whose hint ends with where to read on. A bug stays one. */
export function withRunbook(error: unknown, runbook: string): unknown {
  if (!(error instanceof DeployError) || error.hint?.includes(runbook)) return error;
  const hint = [error.hint, `What to do: ${runbook}`].filter(Boolean).join("\n");
  return new DeployError(error.code, error.message, hint, { cause: error.cause ?? error });
}
