import { ecrAccount, type Registry } from "@cashsouk/deploy/image";
import type { ActionContext } from "../../src/run-action";
import type { Inputs } from "./inputs";

/** The account's ECR, another account's, or any other registry, logged in; `undefined` where none is needed. */
export async function openRegistry(
  { registry: host, credentials, options, services }: Inputs,
  aws: ActionContext["aws"],
  signal: AbortSignal,
): Promise<Registry | undefined> {
  if (services?.length === 0 || (!options.push && options.wishes?.cache !== "registry")) return undefined;
  // Either is loaded where it is meant: no run speaks to both.
  if (host && !ecrAccount(host)) return (await import("./other-registry")).otherRegistry(host, credentials, signal);
  return (await import("./ecr")).ecr(aws, host);
}
