import type { Stack } from "@aws-sdk/client-cloudformation";
import { isPassing, oneLine } from "../aws-fault";
import { DeployError } from "../error";
import { readReleases, refuseOlder } from "../release";
import { difference } from "./difference";
import { executeChangeSet } from "./execute";
import { nextStep } from "./next-step";
import { discardPlan, planChanges } from "./plan";
import type { StackPorts } from "./ports";
import { type Prepared, prepare } from "./prepare";
import type { StackRequest, StackResult } from "./request";
import { deleteStack, describeStack, settledStack } from "./stacks";
import { refusals } from "./stateful";

/** Brings one stack to what its template, parameters and tags say, or throws with the reason why it isn't. */
export async function deployStack(ports: StackPorts, request: StackRequest): Promise<StackResult> {
  try {
    return await deploy(ports, request);
  } catch (cause) {
    if (cause instanceof DeployError || !isAwsFault(cause)) throw cause;
    throw new DeployError("aws", `${request.name}: ${oneLine(cause)}`, undefined, { cause });
  }
}

async function deploy(ports: StackPorts, request: StackRequest): Promise<StackResult> {
  const startedAt = ports.clock.now();
  await refuseLate(ports, request);
  const found = await describeStack(ports.cloudFormation, request.name);
  let prepared = await prepare(ports, request, found);
  const settled = await settledStack(ports, request, found);
  if (settled !== found) prepared = await prepare(ports, request, settled);
  const stack = await usableStack(ports, request, settled);

  const changed = await change(ports, request, stack, prepared);
  const result = request.mode === "plan" ? stack : await describeStack(ports.cloudFormation, request.name);
  if (request.mode === "apply" && result) await protect(ports, request, result);
  const outputs = (result?.Outputs ?? []).map(
    ({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue] as const,
  );
  return {
    name: request.name,
    ...changed,
    status: result?.StackStatus,
    outputs: Object.fromEntries(outputs),
    seconds: Math.round((ports.clock.now() - startedAt) / 1000),
  };
}

/** Templates of an older commit would take back what a newer one laid down, although no service moves. */
async function refuseLate({ ledger, isAncestor }: StackPorts, { commit, ledger: path }: StackRequest): Promise<void> {
  if (commit === undefined || path === undefined || !isAncestor) return;
  await refuseOlder(isAncestor, commit, (await readReleases(ledger, path)).values());
}

type Changed = Pick<StackResult, "outcome" | "changes" | "refused">;

async function change(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack | undefined,
  prepared: Prepared,
): Promise<Changed> {
  const why = stack && (await leftAlone(ports, stack, prepared));
  if (why) return unchanged(ports, request, why);
  const changeSet = await planChanges(ports, request, stack, prepared);
  if (!changeSet && stack?.StackStatus?.endsWith("_FAILED"))
    throw new DeployError(
      "stack-status",
      `${request.name}: is ${stack.StackStatus}, and CloudFormation finds nothing to change`,
      "Roll it back (aws cloudformation rollback-stack), then run it again.",
    );
  if (!changeSet) return unchanged(ports, request, "CloudFormation finds no difference");

  const { changes } = changeSet;
  const refused = refusals(changes, { replacement: request.allowReplacement, removal: request.allowRemoval });
  const discard = () => discardPlan(ports, request, stack, changeSet.reference);
  const approved = await isApproved(ports, request, { changes, refused }).catch(async (error: unknown) => {
    await discard();
    throw error;
  });
  if (approved) {
    await executeChangeSet(ports, request, changeSet);
    return { outcome: { kind: stack ? "updated" : "created" }, changes, refused };
  }
  await discard();
  if (ports.cancelled.aborted)
    throw new DeployError("cancelled", `${request.name}: cancelled; the stack was not changed`);
  if (request.mode === "plan") return { outcome: { kind: "planned" }, changes, refused };
  if (refused.length === 0) throw new DeployError("declined", `${request.name}: declined; the stack was not changed`);
  throw new DeployError(
    "stateful-change",
    `${request.name}: refused, since data would be lost: ${refused.join("; ")}`,
    "Nothing was changed. If it is wanted, name the resource in `allow-replacement` or `allow-removal`.",
  );
}

async function isApproved(
  { cancelled, approve }: StackPorts,
  { name, mode }: StackRequest,
  { changes, refused }: Pick<Changed, "changes" | "refused">,
): Promise<boolean> {
  if (mode === "plan" || refused.length > 0 || cancelled.aborted) return false;
  return approve ? approve(name, changes) : true;
}

function unchanged({ log }: StackPorts, { name }: StackRequest, why: string): Changed {
  log.info(`${name}: no changes: ${why}`);
  return { outcome: { kind: "unchanged", why }, changes: [], refused: [] };
}

/** Why the stack is left as it is without asking for a change set; `undefined` when it isn't. */
async function leftAlone(
  { cloudFormation }: StackPorts,
  stack: Stack,
  prepared: Prepared,
): Promise<string | undefined> {
  // What was deployed last may be there in part only.
  if (stack.StackStatus?.endsWith("_FAILED")) return undefined;
  const { TemplateBody = "" } = await cloudFormation.getTemplate({
    StackName: stack.StackName,
    TemplateStage: "Original",
  });
  const differs = difference(stack, TemplateBody, prepared);
  if (differs.kind === "more") return undefined;
  if (differs.kind === "none") return "template, parameters and tags are as deployed";
  return `only images differ (${differs.parameters.join(", ")}), and moving those is the rollout's part`;
}

/** The stack as one that can be updated; `undefined` for one to be created. Refuses the statuses that allow neither. */
async function usableStack(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack | undefined,
): Promise<Stack | undefined> {
  const step = nextStep(stack?.StackStatus);
  if (step.kind === "update") return stack;
  if (step.kind === "create") return undefined;
  const status = `${request.name}: is ${stack?.StackStatus}`;
  if (step.kind === "replace" && request.replaceFailed && request.mode === "apply") {
    ports.log.info(`${status}: it is deleted and created anew`);
    await deleteStack(ports, request, stack?.StackId ?? request.name);
    return undefined;
  }
  const replace = "Its creation failed, and nothing is left in it: `replace-failed: true` deletes it first.";
  throw new DeployError("stack-status", status, step.kind === "refuse" ? step.hint : replace);
}

async function protect({ cloudFormation }: StackPorts, request: StackRequest, stack: Stack): Promise<void> {
  const wanted = request.terminationProtection;
  if (wanted === undefined || wanted === (stack.EnableTerminationProtection ?? false)) return;
  await cloudFormation.updateTerminationProtection({ StackName: request.name, EnableTerminationProtection: wanted });
}

/** AWS's refusal, no way to it, or no credentials for it: told in a sentence. Anything else is a bug of ours. */
function isAwsFault(error: unknown): boolean {
  return (
    error instanceof Error && ("$metadata" in error || error.name === "CredentialsProviderError" || isPassing(error))
  );
}
