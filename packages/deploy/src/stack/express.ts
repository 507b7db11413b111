import type { DeploymentConfig } from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";

interface Made {
  readonly DeploymentConfig?: DeploymentConfig | undefined;
}

/** In express mode CloudFormation calls a change done as soon as it has asked for it; whether its resources get ready it never says. */
const isExpress = ({ DeploymentConfig }: Made) => DeploymentConfig?.Mode === "EXPRESS";

/** Refuses a change set whose end would tell nothing. */
export function refuseExpress(name: string, changeSet: Made): void {
  if (!isExpress(changeSet)) return;
  throw new DeployError(
    "change-set-failed",
    `${name}: the change set was made in express mode, in which CloudFormation calls a change done before its resources are ready`,
    "Nothing was changed. Make it in the standard mode, as `mode: plan` does.",
  );
}

/** What stands against it that a stack which is not changed is as its template says. */
export function doubtsOf(stack: Made): string[] {
  return isExpress(stack)
    ? ["its last change was made in express mode, so whether its resources are ready is not known"]
    : [];
}
