import { credentialsFault } from "./credentials-fault";
import { DeployError } from "./error";

/** `User: … is not authorized to perform: ecr:GetAuthorizationToken on resource: …` */
const permission = /not authorized to perform:?\s+`?([\w-]+:\w+)/;

/** Whether an error says that the step was not set up for AWS, or that its credentials are over. */
export function isOfSetup(error: Error): boolean {
  if (error instanceof DeployError) return false;
  const { name, message } = error;
  return name === "CredentialsProviderError" || /^Region (is|not) /.test(message) || !!credentialsFault(error);
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
