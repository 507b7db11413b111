import { systemClock } from "@cashsouk/deploy";
import { ecrAccount, ecrRegistry, ociRegistry, ownCredentials, type Registry } from "@cashsouk/deploy/image";
import type { ActionContext } from "../../src/run-action";
import type { Inputs } from "./inputs";

/** The account's ECR, another account's, or any other registry; `undefined` where nothing is pushed or read there. */
export async function openRegistry(
  { registry: host, credentials, options }: Inputs,
  aws: ActionContext["aws"],
  signal: AbortSignal,
): Promise<Registry | undefined> {
  if (!options.push && options.wishes?.cache !== "registry") return undefined;
  if (host && !ecrAccount(host)) {
    const login = credentials ?? (await ownCredentials(host, signal));
    return ociRegistry({ host, credentials: login, clock: systemClock, signal });
  }
  const { ECR } = await import("../../src/clients/ecr");
  return ecrRegistry(aws(ECR), host);
}
