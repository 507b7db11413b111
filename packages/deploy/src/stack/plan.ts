import type { Capability, CreateChangeSetCommandInput, Stack } from "@aws-sdk/client-cloudformation";
import { whyFailed } from "../aws-fault";
import { createChangeSet } from "./change-set";
import type { StackPorts } from "./ports";
import { type ChangeSet, untilReady } from "./read-changes";
import type { Prepared } from "./prepare";
import type { StackRequest } from "./request";
import { randomUUID } from "node:crypto";
import { deleteEmptyStack } from "./stacks";

/** A change set for the stack, new or not; one that can't be made is discarded. */
export async function planChanges(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack | undefined,
  prepared: Prepared,
): Promise<ChangeSet | undefined> {
  const { cloudFormation, log } = ports;
  log.info(`${request.name}: ${stack ? "asks CloudFormation what changes" : "is a new stack"}`);
  const input = changeSetInput(request, stack, prepared);
  const wait = untilReady(ports, request);
  return createChangeSet(cloudFormation, input, wait, (reference) => discardPlan(ports, request, stack, reference));
}

/**
 * Deletes a change set, and with it a stack that it alone has brought into being. Never throws: why it is not wanted any more is
 * what is told.
 */
export async function discardPlan(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack | undefined,
  reference: ChangeSet["reference"],
): Promise<void> {
  const stays = (what: string) => (error: unknown) =>
    ports.log.warning(`${request.name}: ${what} stays: it could not be deleted: ${whyFailed(error)}`);
  await ports.cloudFormation.deleteChangeSet(reference).catch(stays(`the change set ${reference.ChangeSetName}`));
  if (!stack) await deleteEmptyStack(ports, request, reference.StackName).catch(stays("the empty stack"));
}

function changeSetInput(
  { name, tags, capabilities, roleArn, changeSet }: StackRequest,
  stack: Stack | undefined,
  { source, parameters }: Prepared,
): CreateChangeSetCommandInput {
  const id = randomUUID();
  return {
    StackName: name,
    ChangeSetName: changeSet ?? `deploy-${id}`,
    // Asked again after a broken connection, it is the same question.
    ClientToken: id,
    ChangeSetType: stack ? "UPDATE" : "CREATE",
    IncludeNestedStacks: true,
    ...source,
    Parameters: [...parameters].map(([ParameterKey, given]) =>
      "previous" in given ? { ParameterKey, UsePreviousValue: true } : { ParameterKey, ParameterValue: given.value },
    ),
    // An empty list takes every tag away; only without one they stay.
    ...(tags && { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
    Capabilities: [...capabilities] as Capability[],
    ...(roleArn ? { RoleARN: roleArn } : {}),
  };
}
