import type {
  CreateChangeSetCommandInput,
  DescribeChangeSetCommandInput,
  DescribeChangeSetCommandOutput,
} from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";
import type { StackApi } from "./ports";
import type { ResourceChange } from "./stateful";
import { until, type Wait } from "./wait";

export interface ChangeSet {
  /** Both by ARN. The stack is named although the change set's is enough: it is what a policy allows. */
  readonly reference: { readonly StackName: string; readonly ChangeSetName: string };
  readonly changes: readonly ResourceChange[];
}

/** Makes a change set and waits for it. `undefined`: CloudFormation found nothing to change, and it was discarded. */
export async function createChangeSet(
  api: StackApi,
  input: CreateChangeSetCommandInput,
  wait: Wait,
  discard: (reference: ChangeSet["reference"]) => Promise<void>,
): Promise<ChangeSet | undefined> {
  const { Id = "", StackId = "" } = await api.createChangeSet(input);
  const reference = { StackName: StackId, ChangeSetName: Id };
  try {
    const made = await until(wait, async () => {
      const page = await api.describeChangeSet(reference);
      return page.Status === "CREATE_COMPLETE" || page.Status === "FAILED" ? page : undefined;
    });
    if (made.Status === "CREATE_COMPLETE") return { reference, changes: await readChanges(api, reference) };
    const reason = await rootReason(api, made);
    if (!isEmpty(reason))
      throw new DeployError("change-set-failed", `${input.StackName}: no change set can be made: ${reason}`);
  } catch (error) {
    // What went wrong first is what is told.
    await discard(reference).catch(() => undefined);
    throw error;
  }
  await discard(reference);
  return undefined;
}

/** CloudFormation's two wordings for a change set without a change. */
function isEmpty(reason: string): boolean {
  return /didn't contain changes|No updates are to be performed/.test(reason);
}

async function readChanges(
  api: StackApi,
  reference: DescribeChangeSetCommandInput,
  parent = "",
): Promise<ResourceChange[]> {
  const found: ResourceChange[] = [];
  let token: string | undefined;
  do {
    const page = await api.describeChangeSet({ ...reference, ...(token ? { NextToken: token } : {}) });
    for (const { ResourceChange: change } of page.Changes ?? []) {
      if (!change) continue;
      const { LogicalResourceId, ResourceType: type = "", Action: action = "", Replacement: replacement } = change;
      const path = `${parent}${LogicalResourceId}`;
      if (change.ChangeSetId)
        found.push(...(await readChanges(api, { ChangeSetName: change.ChangeSetId }, `${path}/`)));
      found.push({ path, type, action, replacement });
    }
    token = page.NextToken;
  } while (token);
  return found;
}

/** "Nested change set <arn> was not successfully created" hides the reason in that change set. */
async function rootReason(
  api: StackApi,
  { StatusReason = "no reason given" }: DescribeChangeSetCommandOutput,
): Promise<string> {
  const nested = /arn:\S+:changeSet\/\S+/.exec(StatusReason)?.[0];
  return nested ? rootReason(api, await api.describeChangeSet({ ChangeSetName: nested })) : StatusReason;
}
