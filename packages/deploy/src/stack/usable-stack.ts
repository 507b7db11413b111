import type { Stack } from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";
import { continueRollback, type UsableStack } from "./continue-rollback";
import { nextStep } from "./next-step";
import type { StackPorts } from "./ports";
import type { StackRequest } from "./request";
import { describeFailed, failedIn, listResources } from "./resources";
import { deleteStack } from "./stacks";

/** The stack as one that can be updated or is to be created. Refuses the statuses that allow neither. */
export async function usableStack(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack | undefined,
): Promise<UsableStack> {
  const created = { stack: undefined, left: [] };
  const step = nextStep(stack?.StackStatus);
  if (!stack || step.kind === "create") return created;
  if (step.kind === "update" || step.kind === "retry") return { stack, left: [] };
  const status = `${request.name}: is ${stack.StackStatus}`;
  if (step.kind === "take-over") {
    ports.log.info(`${status}: an empty stack that a change set has left; it is used, or deleted with what it holds`);
    return created;
  }
  if (step.kind === "continue") {
    const { stack: continued, left } = await continueRollback(ports, request, stack);
    return { ...(await usableStack(ports, request, continued)), left };
  }
  if (step.kind === "replace" && request.replaceFailed && request.mode === "apply") {
    ports.log.info(`${status}: it is deleted and created anew`);
    await deleteStack(ports, request, stack.StackId ?? request.name);
    return created;
  }
  if (step.kind === "replace")
    throw new DeployError(
      "stack-status",
      `${status}, which allows no change`,
      "Its creation failed, and nothing is left in it: `replace-failed: true` deletes it first.",
    );
  throw new DeployError(
    "stack-status",
    status + (await whatFailed(ports, stack)),
    step.kind === "refuse" ? step.hint : undefined,
  );
}

/** A help, not a condition: the refusal stands without it. */
async function whatFailed({ cloudFormation }: StackPorts, { StackId = "" }: Stack): Promise<string> {
  const resources = await listResources(cloudFormation, StackId).catch(() => []);
  const failed = failedIn(resources).map(describeFailed);
  return failed.length > 0 ? `: ${failed.join("; ")}` : ", which allows no change";
}
