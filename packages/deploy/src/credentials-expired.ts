import { DeployError } from "./error";

/** Credentials that ended in the middle: nobody can ask any more what became of what was begun. */
export function credentialsExpired(about: string, why: string, cause: unknown): DeployError {
  return new DeployError(
    "credentials-expired",
    `${about}: the credentials expired while waiting, so what became of it is unknown (${why})`,
    "Give the action `role-to-assume`: it renews its credentials. Or let the session last as long as the wait.",
    { cause },
  );
}
