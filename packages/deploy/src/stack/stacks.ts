import type { Stack } from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";
import { nextStep, succeeded } from "./next-step";
import type { StackApi, StackPorts } from "./ports";
import type { StackRequest } from "./request";
import { until, type Wait } from "./wait";

/** The stack of that name or id; `undefined` when there is none. */
export async function describeStack(api: StackApi, name: string): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await api.describeStacks({ StackName: name });
    return Stacks[0];
  } catch (error) {
    if (isMissing(error as Error)) return undefined;
    throw error;
  }
}

/** The template that the stack has, as it was given to CloudFormation. */
export async function originalTemplate(api: StackApi, { StackName }: Stack): Promise<string> {
  const { TemplateBody = "" } = await api.getTemplate({ StackName, TemplateStage: "Original" });
  return TemplateBody;
}

/** Whether an error says that there is no such stack: CloudFormation has no code of its own for it. */
export function isMissing({ name, message }: Error): boolean {
  return name === "ValidationError" && /does not exist/.test(message);
}

/** The stack once nothing is in progress in it: the very object that was given when that is so already. */
export async function settledStack(
  { cloudFormation, clock, cancelled, log }: StackPorts,
  { name, waitMs }: StackRequest,
  found: Stack | undefined,
): Promise<Stack | undefined> {
  if (nextStep(found?.StackStatus).kind !== "wait") return found;
  const status = found?.StackStatus;
  log.info(`${name}: waits, since the stack is ${status}`);
  const wait = { clock, log, cancelled, limitMs: waitMs, about: name, what: `the stack was still ${status}` };
  const settled = await until(wait, async () => {
    const stack = await describeStack(cloudFormation, found?.StackId ?? name);
    return nextStep(stack?.StackStatus).kind === "wait" ? undefined : { stack };
  });
  return settled.stack;
}

/** As long a finished change may be unknown to those who ask for the stack: AWS's reads lag behind its writes. */
const lagMs = 60_000;

/** The stack after a change whose end was seen; `before`: as it was read before the change. Throws where it does not come to show that: somebody has changed it since. */
export async function changedStack(
  { cloudFormation, clock, log }: StackPorts,
  { name }: StackRequest,
  before?: Stack,
): Promise<Stack> {
  const what = "the change was done, but the stack could not be read";
  const readUntil = clock.now() + lagMs;
  // Not ended by a cancellation: all is done, and only told now.
  const stack = await until({ clock, log, limitMs: lagMs, about: name, what }, async () => {
    const found = await describeStack(cloudFormation, name);
    // A rollback may be an earlier one, for as long as reads lag.
    const settled = found?.StackStatus?.endsWith("_COMPLETE") && clock.now() >= readUntil;
    return settled || (succeeded(found?.StackStatus) && !isSame(found, before)) ? found : undefined;
  });
  if (succeeded(stack.StackStatus)) return stack;
  throw new DeployError(
    "unknown-outcome",
    `${name}: the change was done, but the stack is ${stack.StackStatus}: another change came after it`,
  );
}

/** Whether a stack is read as it was: AWS dates every update, and one that never had any has no date. */
function isSame(found: Stack | undefined, before: Stack | undefined): boolean {
  const [then, now] = [before, found].map((stack) => stack?.LastUpdatedTime?.getTime());
  const never = before?.StackStatus === "CREATE_COMPLETE" && found?.StackStatus === "CREATE_COMPLETE";
  return then === now && (then !== undefined || never);
}

/**
 * Deletes a stack that a change set has brought into being, unless somebody has put something in it since, or has a
 * change set of his own there.
 */
export async function deleteEmptyStack(ports: StackPorts, request: StackRequest, id: string): Promise<void> {
  const stack = await describeStack(ports.cloudFormation, id);
  if (stack?.StackStatus !== "REVIEW_IN_PROGRESS") return;
  // Not ended by a cancellation: it is how one cleans up.
  if (!(await holdsPlan(ports.cloudFormation, id))) await deleteStack({ ...ports, cancelled: undefined }, request, id);
}

/** Whether there is a change set in a stack that somebody may still execute. */
async function holdsPlan(api: StackApi, StackName: string): Promise<boolean> {
  let token: string | undefined;
  do {
    const { Summaries = [], NextToken } = await api.listChangeSets({
      StackName,
      ...(token ? { NextToken: token } : {}),
    });
    if (Summaries.some(({ Status }) => Status !== "FAILED" && !Status?.startsWith("DELETE_"))) return true;
    token = NextToken;
  } while (token);
  return false;
}

/** Deletes a stack and waits until its name is free. By id: by now the name may be another stack's. */
export async function deleteStack(
  {
    cloudFormation,
    clock,
    cancelled,
    log,
  }: Pick<StackPorts, "cloudFormation"> & Pick<Wait, "clock" | "cancelled" | "log">,
  { name, waitMs, roleArn }: StackRequest,
  id: string,
): Promise<void> {
  await cloudFormation.deleteStack({ StackName: id, ...(roleArn ? { RoleARN: roleArn } : {}) });
  const wait = { clock, log, cancelled, limitMs: waitMs, about: name, what: "the stack was not deleted" };
  const status = await until(wait, async () => {
    // By id: a deleted stack is found by its id only, and says how its deletion ended.
    const left = await describeStack(cloudFormation, id);
    return left && nextStep(left.StackStatus).kind === "wait" ? undefined : (left?.StackStatus ?? "DELETE_COMPLETE");
  });
  if (status === "DELETE_FAILED")
    throw new DeployError(
      "stack-status",
      `${name}: its deletion ended as ${status}`,
      "Look at what could not be deleted.",
    );
}
