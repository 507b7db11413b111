import { credentialsFault } from "./credentials-fault";
import { DeployError } from "./error";
import type { AwsCall } from "./not-set-up";

/** `User: … is not authorized to perform: ecr:GetAuthorizationToken on resource: …` */
const permission = /not authorized to perform:?\s+`?([\w-]+:\w+)/;

/** An error of a step that was not set up for AWS, or whose credentials are over, in words that say what to do; any other as it is. */
export async function explainSetup<E>(error: E, call: AwsCall): Promise<E | DeployError> {
  if (!(error instanceof Error) || error instanceof DeployError) return error;
  const { name, message } = error;
  if (name !== "CredentialsProviderError" && !/^Region (is|not) /.test(message) && !credentialsFault(error))
    return error;
  return (await import("./not-set-up")).notSetUp(error, call) ?? error;
}

/** A refusal, with the permission that AWS names. Only where it is told: callers know refusals by their names. */
export function explainAws(error: unknown): unknown {
  const { name = "", message = "" } = (error ?? {}) as { name?: string; message?: string };
  const [, missing] = error instanceof DeployError ? [] : (permission.exec(message) ?? []);
  if (!missing) return error;
  return new DeployError(
    "access-denied",
    `${name}: ${message}`,
    `The step's role lacks ${missing}: allow it in the role's policy, as this action's README lists it.`,
    { cause: error },
  );
}
