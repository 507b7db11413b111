import { ecrRegistry, loggedIn, type Registry } from "@cashsouk/deploy/image";
import { ECR } from "../../src/clients/ecr";
import type { ActionContext } from "../../src/run-action";

/** The account's ECR, or another account's. */
export function ecr(aws: ActionContext["aws"], host: string | undefined): Promise<Registry> {
  return loggedIn(ecrRegistry(aws(ECR), host));
}
