import type { Stack } from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";
import { change } from "./change";
import { detectDrift } from "./drift";
import { executePlan } from "./execute-plan";
import { nextStep } from "./next-step";
import type { StackPorts } from "./ports";
import { prepare } from "./prepare";
import type { Changed, StackRequest, StackResult } from "./request";
import { setProtection } from "./settings";
import { changedStack, settledStack } from "./stacks";
import { usableStack } from "./usable-stack";

/** Changes a stack as asked, and gives what it is then. `found`: as it was looked up; `undefined`: there is none. */
export async function bringAbout(
  ports: StackPorts,
  request: StackRequest,
  found: Stack | undefined,
): Promise<Omit<StackResult, "name" | "seconds">> {
  const { changed, stack } = await changeAsAsked(ports, request, found);
  const drifts = request.mode === "plan" && request.review && stack && nextStep(stack.StackStatus).kind === "update";
  const drift = drifts ? await detectDrift(ports, request, stack) : undefined;
  const protectionChanged = stack && request.mode !== "plan" ? await setProtection(ports, request, stack) : false;
  const outputs = (stack?.Outputs ?? []).map(
    ({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue] as const,
  );
  return { ...changed, status: stack?.StackStatus, drift, protectionChanged, outputs: Object.fromEntries(outputs) };
}

/** What was done, and the stack after it. */
async function changeAsAsked(
  ports: StackPorts,
  request: StackRequest,
  found: Stack | undefined,
): Promise<{ changed: Changed; stack: Stack | undefined }> {
  if (request.mode === "execute") {
    const { changed, before } = await executePlan(ports, request);
    return { changed, stack: await changedStack(ports, request, before) };
  }
  let prepared = await prepare(ports, request, found);
  const settled = await settledStack(ports, request, found);
  if (settled !== found) prepared = await prepare(ports, request, settled);
  // From here on something may be begun.
  if (ports.cancelled.aborted)
    throw new DeployError("cancelled", `${request.name}: cancelled; the stack was not changed`);
  const { stack, left } = await usableStack(ports, request, settled);
  const made = await change(ports, request, stack, prepared);
  const changed = { ...made, warnings: [...left, ...(made.warnings ?? [])] };
  const moved = changed.outcome.kind === "created" || changed.outcome.kind === "updated";
  return { changed, stack: moved ? await changedStack(ports, request, stack) : stack };
}
