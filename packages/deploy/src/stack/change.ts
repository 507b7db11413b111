import type { Stack } from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";
import type { ChangeSet } from "./read-changes";
import { executeChangeSet } from "./execute";
import { doubtsOf } from "./express";
import { whyEmpty } from "./empty-outputs";
import { changesInLines } from "./in-numbers";
import { leftAlone } from "./left-alone";
import { parameterLine, toldChanges } from "./parameter-changes";
import { discardPlan, planChanges } from "./plan";
import type { StackPorts } from "./ports";
import type { Prepared } from "./prepare";
import { refuse } from "./refuse";
import type { Changed, StackRequest } from "./request";
import { setStackPolicy } from "./settings";
import { refusals } from "./stateful";
import { tagChanges, tagLine } from "./tag-changes";
import { vanishingOutputs } from "./vanishing-outputs";

/** Makes a change set, and executes it or shows it. `stack`: one that can be updated; `undefined`: it is created. */
export async function change(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack | undefined,
  prepared: Prepared,
): Promise<Changed> {
  const why = stack && (await leftAlone(ports, request, stack, prepared));
  if (why) return unchanged(ports, request, stack, prepared, why);
  const changeSet = await planChanges(ports, request, stack, prepared);
  if (!changeSet && stack?.StackStatus?.endsWith("_FAILED"))
    throw new DeployError(
      "stack-status",
      `${request.name}: is ${stack.StackStatus}, and CloudFormation finds nothing to change`,
      "Roll it back (aws cloudformation rollback-stack), then run it again.",
    );
  if (!changeSet && !stack)
    throw new DeployError(
      "change-set-failed",
      `${request.name}: CloudFormation finds nothing to create, so there is no stack`,
      "Every resource of the template may be under a condition that is false.",
    );
  if (!changeSet) return unchanged(ports, request, stack!, prepared, await whyEmpty(ports, request, stack!, prepared));

  const { changes, reference } = changeSet;
  const parameters = toldChanges(stack ?? {}, prepared);
  const tags = tagChanges(stack ?? {}, request.tags);
  for (const line of [...parameters.map(parameterLine), ...tags.map(tagLine)])
    ports.log.info(`${request.name}: ${line}`);
  tellChanges(ports, request, changes);
  const told = { parameters, tags };
  const discard = () => discardPlan(ports, request, stack, reference);
  const judged = async () => {
    const allowed = { replacement: request.allowReplacement, removal: request.allowRemoval };
    const refused = [...refusals(changes, allowed), ...(await vanishingOutputs(ports, request, stack, changeSet))];
    return { refused, approved: await isApproved(ports, request, { changes, refused }) };
  };
  const { refused, approved } = await judged().catch(async (error: unknown) => {
    await discard();
    throw error;
  });
  if (approved) return { ...(await carryOut(ports, request, stack, { ...changeSet, ...prepared, discard })), ...told };
  const planned = request.mode === "plan" && !ports.cancelled.aborted;
  const kept = planned && request.review;
  if (!kept) await discard();
  if (ports.cancelled.aborted)
    throw new DeployError("cancelled", `${request.name}: cancelled; the stack was not changed`);
  if (planned) {
    for (const what of refused) ports.log.warning(`${request.name}: to apply this would be refused: ${what}`);
    if (kept) ports.log.info(`${request.name}: the plan is kept as ${reference.ChangeSetName}`);
    return {
      ...{ outcome: { kind: "planned" }, changes, refused, ...told },
      changeSet: kept ? reference.ChangeSetName : undefined,
    };
  }
  if (refused.length === 0) throw new DeployError("declined", `${request.name}: declined; the stack was not changed`);
  throw refuse(request, refused);
}

/** Executes a change set whose consequences are wanted. */
export async function carryOut(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack | undefined,
  made: ChangeSet & { readonly stackPolicy: string | undefined; readonly discard: () => Promise<void> },
): Promise<Changed> {
  const { changes, discard, reference, stackPolicy } = made;
  if (stack)
    await setStackPolicy(ports, request, stackPolicy).catch(async (error: unknown) => {
      await discard();
      throw error;
    });
  const keepFailed = stack?.StackStatus === "UPDATE_FAILED";
  const warnings = await executeChangeSet(ports, request, made, {
    kind: stack ? "update" : "creation",
    keepFailed,
    discard,
  });
  if (!stack) await setStackPolicy(ports, request, stackPolicy);
  const kind = stack ? "updated" : "created";
  return { outcome: { kind }, changes, refused: [], warnings, changeSet: reference.ChangeSetName };
}

/** In the log; whoever is asked shows it himself. */
export function tellChanges({ approve, log }: StackPorts, { name }: StackRequest, changes: ChangeSet["changes"]): void {
  if (!approve) for (const line of changesInLines(changes)) log.info(`${name}: ${line}`);
}

async function isApproved(
  { cancelled, approve }: StackPorts,
  { name, mode }: StackRequest,
  { changes, refused }: Pick<Changed, "changes" | "refused">,
): Promise<boolean> {
  if (mode === "plan" || refused.length > 0 || cancelled.aborted) return false;
  return approve ? approve(name, changes) : true;
}

async function unchanged(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack,
  { stackPolicy }: Prepared,
  why: string,
): Promise<Changed> {
  ports.log.info(`${request.name}: no changes: ${why}`);
  const warnings = doubtsOf(stack);
  for (const doubt of warnings) ports.log.warning(`${request.name}: ${doubt}`);
  if (request.mode === "apply") await setStackPolicy(ports, request, stackPolicy);
  return { outcome: { kind: "unchanged", why }, changes: [], refused: [], warnings, changeSet: undefined };
}
