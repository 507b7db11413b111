import type {
  DescribeChangeSetCommandInput,
  DescribeChangeSetCommandOutput,
  ResourceChange as AwsChange,
} from "@aws-sdk/client-cloudformation";
import type { StackApi, StackPorts } from "./ports";
import type { StackRequest } from "./request";
import { nestedStack, type ResourceChange } from "./stateful";
import { until, type Wait } from "./wait";

export interface ChangeSet {
  /** Both by ARN. The stack is named although the change set's is enough: it is what a policy allows. */
  readonly reference: { readonly StackName: string; readonly ChangeSetName: string };
  readonly changes: readonly ResourceChange[];
  /** Of nested stacks that exist already. */
  readonly nested: readonly NestedChange[];
}

interface NestedChange {
  readonly path: string;
  readonly stackId: string;
  /** `undefined`: the nested stack is removed. */
  readonly changeSetId: string | undefined;
}

/** How long a change set may take to be made, with those that are nested in it. */
export function untilReady({ clock, log, cancelled }: StackPorts, { name, waitMs }: StackRequest): Wait {
  return { clock, log, cancelled, limitMs: waitMs, about: name, what: "the change set was not ready" };
}

export function isPending({ Status }: Pick<DescribeChangeSetCommandOutput, "Status">): boolean {
  return /^CREATE_(?:PENDING|IN_PROGRESS)$/.test(Status ?? "");
}

/** All changes of a change set, those in nested stacks among them. */
export async function readChangeSet(api: StackApi, reference: ChangeSet["reference"], wait: Wait): Promise<ChangeSet> {
  const nested: NestedChange[] = [];
  const changes: ResourceChange[] = [];
  const read = async (of: DescribeChangeSetCommandInput, parent: string) => {
    for await (const change of changesIn(api, of, wait)) {
      const { LogicalResourceId, ResourceType: type = "", Action: action = "", PolicyAction: policy } = change;
      const { ChangeSetId: changeSetId, PhysicalResourceId: stackId } = change;
      const path = `${parent}${LogicalResourceId}`;
      // One that is changed and has no change set of its own is not told apart from one that stays.
      if (type === nestedStack && stackId && (changeSetId || action === "Remove"))
        nested.push({ path, stackId, changeSetId });
      if (changeSetId) await read({ ChangeSetName: changeSetId }, `${path}/`);
      // Names only: a value may be a secret.
      const names = (change.Details ?? []).map(({ Target }) => Target?.Name ?? Target?.Attribute ?? "");
      const properties = [...new Set(names.filter(Boolean))].sort();
      changes.push({ path, type, action, replacement: replacementIn(change), properties, policy });
    }
  };
  await read(reference, "");
  return { reference, changes, nested };
}

/** Page by page. A nested one may still be made when the root's is there: what it holds by then is not all. */
async function* changesIn(api: StackApi, of: DescribeChangeSetCommandInput, wait: Wait): AsyncGenerator<AwsChange> {
  let token: string | undefined;
  do {
    const ask = () => api.describeChangeSet({ ...of, ...(token ? { NextToken: token } : {}) });
    const asked = await ask();
    const made = async () => {
      const again = await ask();
      return isPending(again) ? undefined : again;
    };
    const page = isPending(asked) ? await until(wait, made) : asked;
    for (const { ResourceChange: change } of page.Changes ?? []) if (change) yield change;
    token = page.NextToken;
  } while (token);
}

/** CloudFormation's word for it; where it gives none, by what it says of the change otherwise. */
function replacementIn({ Action, Replacement, PolicyAction, Details = [] }: AwsChange): string | undefined {
  if (Replacement !== undefined || Action !== "Modify") return Replacement;
  const words = Details.flatMap(({ Target: { RequiresRecreation = "Never" } = {}, Evaluation }) =>
    RequiresRecreation === "Never" ? [] : [Evaluation === "Dynamic" ? "Conditionally" : RequiresRecreation],
  );
  if (words.includes("Always") || PolicyAction?.startsWith("ReplaceAnd")) return "True";
  return words.length > 0 ? "Conditional" : undefined;
}
