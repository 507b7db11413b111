import type { CreateChangeSetCommandInput, DescribeChangeSetCommandOutput } from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";
import type { StackApi } from "./ports";
import type { ResourceChange } from "./stateful";
import { until, type Wait } from "./wait";

export interface ChangeSet {
  readonly id: string;
  readonly stackId: string;
  readonly changes: readonly ResourceChange[];
}

/** Makes a change set and waits for it. `undefined`: CloudFormation found nothing to change (the change set is gone then). */
export async function createChangeSet(
  api: StackApi,
  input: CreateChangeSetCommandInput,
  wait: Wait,
): Promise<ChangeSet | undefined> {
  const { Id: id = "", StackId: stackId = "" } = await api.createChangeSet(input);
  try {
    const made = await until(wait, async () => {
      const page = await api.describeChangeSet({ ChangeSetName: id });
      return page.Status === "CREATE_COMPLETE" || page.Status === "FAILED" ? page : undefined;
    });
    if (made.Status === "CREATE_COMPLETE") return { id, stackId, changes: await readChanges(api, made) };
    const reason = await rootReason(api, made);
    if (!isEmpty(reason))
      throw new DeployError("change-set-failed", `${input.StackName}: no change set can be made: ${reason}`);
    await api.deleteChangeSet({ ChangeSetName: id });
    return undefined;
  } catch (error) {
    await api.deleteChangeSet({ ChangeSetName: id });
    throw error;
  }
}

/** CloudFormation's two wordings for a change set without a change. */
function isEmpty(reason: string): boolean {
  return /didn't contain changes|No updates are to be performed/.test(reason);
}

async function readChanges(
  api: StackApi,
  first: DescribeChangeSetCommandOutput,
  parent = "",
): Promise<ResourceChange[]> {
  const found: ResourceChange[] = [];
  for (
    let page = first;
    ;
    page = await api.describeChangeSet({ ChangeSetName: first.ChangeSetId!, NextToken: page.NextToken })
  ) {
    for (const { ResourceChange: change } of page.Changes ?? []) {
      if (!change) continue;
      const path = `${parent}${change.LogicalResourceId}`;
      if (change.ChangeSetId) {
        const nested = await api.describeChangeSet({ ChangeSetName: change.ChangeSetId });
        found.push(...(await readChanges(api, nested, `${path}/`)));
      }
      found.push({
        path,
        type: change.ResourceType ?? "",
        action: change.Action ?? "",
        replacement: change.Replacement,
      });
    }
    if (!page.NextToken) return found;
  }
}

/** "Nested change set <arn> was not successfully created" hides the reason in that change set. */
async function rootReason(
  api: StackApi,
  { StatusReason = "no reason given" }: DescribeChangeSetCommandOutput,
): Promise<string> {
  const nested = /arn:\S+:changeSet\/\S+/.exec(StatusReason)?.[0];
  return nested ? rootReason(api, await api.describeChangeSet({ ChangeSetName: nested })) : StatusReason;
}
