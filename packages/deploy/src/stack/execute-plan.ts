import type { DescribeChangeSetOutput, Stack } from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";
import { mayBe } from "./as-shown";
import { isGone } from "./change-set";
import { carryOut, tellChanges } from "./change";
import { refuseExpress } from "./express";
import { nextStep } from "./next-step";
import { masked } from "./parameter-changes";
import type { StackPorts } from "./ports";
import { type ChangeSet, readChangeSet, untilReady } from "./read-changes";
import { refuse } from "./refuse";
import type { Changed, StackRequest } from "./request";
import { readStackPolicy } from "./settings";
import { describeStack } from "./stacks";
import { isNamed, nestedStack, refusals } from "./stateful";
import { tagChanges } from "./tag-changes";
import { vanishingOutputs } from "./vanishing-outputs";

/**
 * Runs a change set that was reviewed, if it still is the one that was, and the stack the one that it was made for. `before`: the
 * stack as it was until then, where it was more than the plan's own empty one.
 */
export async function executePlan(
  ports: StackPorts,
  request: StackRequest,
): Promise<{ readonly changed: Changed; readonly before: Stack | undefined }> {
  const { cloudFormation, cancelled } = ports;
  const { name, changeSet: ChangeSetName = "" } = request;
  const problems: string[] = [];
  const stackPolicy = request.stackPolicy === undefined ? undefined : readStackPolicy(request.stackPolicy, problems);
  if (problems.length > 0)
    throw new DeployError("invalid-stack", `${name}: nothing was changed: ${problems.join("; ")}`);

  const stack = await describeStack(cloudFormation, name);
  if (!stack?.StackId) throw new DeployError("plan-gone", `${name}: there is no such stack any more, nor its plan`);
  const reference = { StackName: stack.StackId, ChangeSetName };
  const planned = await cloudFormation.describeChangeSet(reference).catch((error: Error) => {
    if (!isGone(error)) throw error;
    const since = stack.LastUpdatedTime ? `; the stack was last changed at ${stack.LastUpdatedTime.toISOString()}` : "";
    throw new DeployError("plan-gone", `${name}: the plan ${ChangeSetName} is not there any more${since}`);
  });
  refuseExpress(name, planned);
  const made = await readChangeSet(cloudFormation, reference, untilReady(ports, request));
  const outdated =
    statusProblem(stack, planned) ??
    wantedOtherwise(request, planned) ??
    (await changedSince(ports, stack, planned, made.nested));
  if (outdated) throw new DeployError("plan-outdated", `${name}: the plan does not hold any more: ${outdated}`);

  tellChanges(ports, request, made.changes);
  const step = nextStep(stack.StackStatus).kind;
  const existing = step === "take-over" ? undefined : stack;
  const allowed = { replacement: request.allowReplacement, removal: request.allowRemoval };
  const refused = [
    ...refusals(made.changes, allowed),
    ...unseen(request, planned, made),
    ...(await vanishingOutputs(ports, request, existing, made)),
  ];
  if (refused.length > 0) throw refuse(request, refused);
  if (cancelled.aborted) throw new DeployError("cancelled", `${name}: cancelled; the stack was not changed`);
  // What was reviewed is never deleted, whatever becomes of this run.
  const discard = () => Promise.resolve();
  return { changed: await carryOut(ports, request, existing, { ...made, stackPolicy, discard }), before: existing };
}

function statusProblem(stack: Stack, planned: DescribeChangeSetOutput): string | undefined {
  if (planned.StackId !== undefined && planned.StackId !== stack.StackId)
    return "the stack was deleted and created anew since";
  if (planned.Status !== "CREATE_COMPLETE")
    return `it is ${planned.Status}: ${planned.StatusReason ?? "no reason given"}`;
  if (planned.ExecutionStatus === "EXECUTE_COMPLETE") return "it was executed already";
  if (planned.ExecutionStatus?.startsWith("EXECUTE_")) return `it is ${planned.ExecutionStatus}`;
  if (!["take-over", "update", "retry"].includes(nextStep(stack.StackStatus).kind))
    return `the stack is ${stack.StackStatus}`;
  return undefined;
}

/** What the step gives and the plan was made with otherwise: it is what was reviewed that is executed. */
function wantedOtherwise(
  { overrides, tags }: StackRequest,
  { Parameters, Tags }: DescribeChangeSetOutput,
): string | undefined {
  const planned = new Map(Parameters?.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
  const differs = ([name, value]: [string, string]) => planned.get(name) !== masked && !mayBe(planned.get(name), value);
  const otherwise = [
    ...(Parameters ? Object.entries(overrides).filter(differs) : []).map(([name]) => `parameter ${name}`),
    ...(Tags ? tagChanges({ Tags }, tags) : []).map(({ name }) => `tag ${name}`),
  ];
  return otherwise.length > 0 ? `this step gives otherwise than it was made with: ${otherwise.join(", ")}` : undefined;
}

/** What another tool's plan may do in nested stacks, where it was made without looking into them. */
function unseen(
  { allowReplacement, allowRemoval }: StackRequest,
  { IncludeNestedStacks }: DescribeChangeSetOutput,
  { changes }: ChangeSet,
): string[] {
  if (IncludeNestedStacks !== false) return [];
  return changes
    .filter(({ type, action }) => type === nestedStack && action === "Modify")
    .filter((change) => !isNamed(change, [...allowReplacement, ...allowRemoval]))
    .map(
      ({ path, type }) =>
        `${path} (${type}) might lose something: the change set was made without its nested stacks (--include-nested-stacks)`,
    );
}

/** What was changed in the stack, or in one nested in it, after the plan was made. */
async function changedSince(
  { cloudFormation }: StackPorts,
  stack: Stack,
  { CreationTime, ExecutionStatus }: DescribeChangeSetOutput,
  nested: readonly { readonly path: string; readonly stackId: string }[],
): Promise<string | undefined> {
  const since = CreationTime?.getTime() ?? 0;
  const changed = await eventsSince(cloudFormation, stack, since);
  for (const { path, stackId } of nested) {
    const inner = await describeStack(cloudFormation, stackId);
    const at = inner?.LastUpdatedTime?.getTime() ?? 0;
    if (at > since && !changed.has(path)) changed.set(path, inner?.StackStatus ?? "");
  }
  const what = [...changed].map(([id, status]) => `${id} ${status}`).join(", ");
  if (changed.size > 0) return `since it was made at ${CreationTime?.toISOString()}, the stack has changed: ${what}`;
  return ExecutionStatus === "AVAILABLE" ? undefined : `CloudFormation says that it is ${ExecutionStatus}`;
}

/** Logical id → its latest status in what happened since. */
async function eventsSince(
  api: StackPorts["cloudFormation"],
  { StackId }: Stack,
  since: number,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let token: string | undefined;
  do {
    const page = await api.describeStackEvents({ StackName: StackId, ...(token ? { NextToken: token } : {}) });
    for (const { LogicalResourceId = "", PhysicalResourceId, Timestamp, ...event } of page.StackEvents ?? []) {
      if ((Timestamp?.getTime() ?? 0) <= since) return found;
      const status: string = event.ResourceStatus ?? "";
      // A stack that the plan itself has brought into being says so.
      const itself = PhysicalResourceId === StackId;
      if (!itself && !found.has(LogicalResourceId)) found.set(LogicalResourceId, status);
      if (itself && status !== "REVIEW_IN_PROGRESS" && !found.has("the stack itself"))
        found.set("the stack itself", status);
    }
    token = page.NextToken;
  } while (token);
  return found;
}
