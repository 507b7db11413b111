import { DeployError } from "./error";

/** What AWS calls credentials whose time is over. */
const overdue = new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired"]);
/** What it calls credentials that it does not know: wrong ones, or, after they had been good, ones that are over. */
const unrecognized = new Set(["InvalidClientTokenId", "UnrecognizedClientException"]);

/** AWS's own name for it, where an error says that credentials are over or not known; also behind one of ours. */
export function credentialsFault(error: unknown): string | undefined {
  const { name, cause } = error as { name?: string; cause?: unknown };
  if (name && (overdue.has(name) || unrecognized.has(name))) return name;
  return error instanceof DeployError && cause !== undefined ? credentialsFault(cause) : undefined;
}

/** Credentials that ended in the middle: nobody can ask any more what became of what was begun. */
export function credentialsExpired(about: string, why: string, cause: unknown): DeployError {
  return new DeployError(
    "credentials-expired",
    `${about}: the credentials expired while waiting, so what became of it is unknown (${why})`,
    "Give the action `role-to-assume`: it renews its credentials. Or let the session last as long as the wait.",
    { cause },
  );
}

/** Whether the name of a fault says that the credentials' time is over. */
export function isOverdue(fault: string): boolean {
  return overdue.has(fault);
}
