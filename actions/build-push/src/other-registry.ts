import { systemClock } from "@cashsouk/deploy";
import { ociRegistry, ownCredentials, type Registry } from "@cashsouk/deploy/image";
import type { Inputs } from "./inputs";

/** A registry that is not ECR: with the login that was given, or else Docker's own. */
export async function otherRegistry(
  host: string,
  credentials: Inputs["credentials"],
  signal: AbortSignal,
): Promise<Registry> {
  const login = credentials ?? (await ownCredentials(host, signal));
  return ociRegistry({ host, credentials: login, clock: systemClock, signal });
}
