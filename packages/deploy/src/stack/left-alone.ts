import type { Stack } from "@aws-sdk/client-cloudformation";
import type { ChangeSet } from "./read-changes";
import { difference, undecidedIn } from "./difference";
import { discardPlan, planChanges } from "./plan";
import type { StackPorts } from "./ports";
import type { Prepared } from "./prepare";
import type { StackRequest } from "./request";
import { originalTemplate } from "./stacks";
import { nestedStack } from "./stateful";

/** Why the stack is left as it is; `undefined` where a change set has to tell what would change. */
export async function leftAlone(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack,
  prepared: Prepared,
): Promise<string | undefined> {
  // What was deployed last may be there in part only.
  if (stack.StackStatus?.endsWith("_FAILED")) return undefined;
  const template = await originalTemplate(ports.cloudFormation, stack);
  const differs = difference(stack, template, prepared);
  if (differs.kind === "more") return undefined;
  const undecided = undecidedIn(stack, prepared);
  if (undecided.length > 0)
    ports.log.info(`${request.name}: only CloudFormation can tell what became of ${undecided.join(", ")}`);
  if (differs.kind === "none")
    return undecided.length > 0 ? undefined : "template, parameters and tags are as deployed";
  if (undecided.length > 0 && (await changesBeyond(ports, request, stack, prepared, differs.parameters)))
    return undefined;
  return `only images differ (${differs.parameters.join(", ")}), and moving those is the rollout's part`;
}

/** Whether CloudFormation finds something to change where these parameters stay as the stack has them. */
async function changesBeyond(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack,
  prepared: Prepared,
  images: readonly string[],
): Promise<boolean> {
  const staying = images.map((name) => [name, { previous: true }] as const);
  const parameters = new Map([...prepared.parameters, ...staying]);
  const changeSet = await planChanges(ports, request, stack, { ...prepared, parameters });
  if (!changeSet) return false;
  await discardPlan(ports, request, stack, changeSet.reference);
  return !changeSet.changes.every((change) => isPassedThrough(change, changeSet));
}

/** A nested stack is listed as modified even where its own change set holds nothing. */
function isPassedThrough({ path, type, action }: ChangeSet["changes"][number], { nested }: ChangeSet): boolean {
  const looked = nested.some((stack) => stack.path === path && stack.changeSetId !== undefined);
  return type === nestedStack && action === "Modify" && looked;
}
