import type { Stack } from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";
import { readReleases, refuseOlder } from "../release";
import { change } from "./change";
import { detectDrift } from "./drift";
import { asEnd } from "./ends";
import { executePlan } from "./execute-plan";
import { nextStep } from "./next-step";
import type { StackPorts } from "./ports";
import { prepare } from "./prepare";
import type { Changed, StackRequest, StackResult } from "./request";
import { makeSecrets } from "./secrets";
import { setProtection } from "./settings";
import { changedStack, describeStack, settledStack } from "./stacks";
import { usableStack } from "./usable-stack";

/** Brings one stack to what its template, parameters and tags say, or throws with the reason why it isn't. */
export async function deployStack(ports: StackPorts, request: StackRequest): Promise<StackResult> {
  const { log, secrets = makeSecrets() } = ports;
  const discreet = {
    info: (line: string) => log.info(secrets.hide(line)),
    warning: (line: string) => log.warning(secrets.hide(line)),
  };
  try {
    return await deploy({ ...ports, secrets, log: discreet }, request);
  } catch (error) {
    throw asEnd(request.name, error, (text) => secrets.hide(text)) ?? error;
  }
}

async function deploy(ports: StackPorts, request: StackRequest): Promise<StackResult> {
  const startedAt = ports.clock.now();
  await refuseLate(ports, request);
  const { changed, stack } = await changeAsAsked(ports, request);
  const drifts = request.mode === "plan" && request.review && stack && nextStep(stack.StackStatus).kind === "update";
  const drift = drifts ? await detectDrift(ports, request, stack) : undefined;
  const protectionChanged = stack && request.mode !== "plan" ? await setProtection(ports, request, stack) : false;
  const outputs = (stack?.Outputs ?? []).map(
    ({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue] as const,
  );
  return {
    name: request.name,
    ...changed,
    status: stack?.StackStatus,
    drift,
    protectionChanged,
    outputs: Object.fromEntries(outputs),
    seconds: Math.round((ports.clock.now() - startedAt) / 1000),
  };
}

/** What was done, and the stack after it. */
async function changeAsAsked(
  ports: StackPorts,
  request: StackRequest,
): Promise<{ changed: Changed; stack: Stack | undefined }> {
  if (request.mode === "execute") {
    const changed = await executePlan(ports, request);
    return { changed, stack: await changedStack(ports, request) };
  }
  const found = await describeStack(ports.cloudFormation, request.name);
  let prepared = await prepare(ports, request, found);
  const settled = await settledStack(ports, request, found);
  if (settled !== found) prepared = await prepare(ports, request, settled);
  // From here on something may be begun.
  if (ports.cancelled.aborted)
    throw new DeployError("cancelled", `${request.name}: cancelled; the stack was not changed`);
  const stack = await usableStack(ports, request, settled);
  const changed = await change(ports, request, stack, prepared);
  const moved = changed.outcome.kind === "created" || changed.outcome.kind === "updated";
  return { changed, stack: moved ? await changedStack(ports, request) : stack };
}

/** Templates of an older commit would take back what a newer one laid down, although no service moves. */
async function refuseLate({ ledger, isAncestor }: StackPorts, { commit, ledger: path }: StackRequest): Promise<void> {
  if (commit === undefined || path === undefined || !isAncestor) return;
  await refuseOlder(isAncestor, commit, (await readReleases(ledger, path)).values());
}
