import { ecrRegion, ecrRegistry, loggedIn, type Registry } from "@cashsouk/deploy/image";
import { ECR } from "../../src/clients/ecr";
import type { ActionContext } from "../../src/run-action";

/** The account's ECR, or another account's. */
export function ecr(aws: ActionContext["aws"], host: string | undefined): Promise<Registry> {
  // A login is for one Region, whichever the step works in.
  const region = host && ecrRegion(host);
  return loggedIn(ecrRegistry(aws(ECR, region ? { region } : {}), host));
}
