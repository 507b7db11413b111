import type { StackApi } from "./ports";
import { nestedStack } from "./stateful";

export interface ListedResource {
  /** The logical id, with the nested stacks' ids before it. */
  readonly path: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
  /** The name and id of the stack that it is in. */
  readonly stackName: string;
  readonly stackId: string;
  readonly id: string;
}

/** Everything in a stack and in those nested in it, the nested stacks themselves among it. */
export async function listResources(api: StackApi, stackId: string, parent = ""): Promise<ListedResource[]> {
  const found: ListedResource[] = [];
  let token: string | undefined;
  do {
    const page = await api.listStackResources({ StackName: stackId, ...(token ? { NextToken: token } : {}) });
    for (const resource of page.StackResourceSummaries ?? []) {
      const id = resource.LogicalResourceId ?? "";
      const path = `${parent}${id}`;
      const inner = resource.ResourceType === nestedStack ? resource.PhysicalResourceId : undefined;
      // One that is gone, or was never made, holds nothing.
      if (inner?.startsWith("arn:") && resource.ResourceStatus !== "DELETE_COMPLETE")
        found.push(...(await listResources(api, inner, `${path}/`)));
      found.push({
        ...{ path, id, stackId, stackName: nameOf(stackId) },
        type: resource.ResourceType ?? "",
        status: resource.ResourceStatus ?? "",
        reason: resource.ResourceStatusReason,
      });
    }
    token = page.NextToken;
  } while (token);
  return found;
}

/** What failed in a stack, each thing as a part of a sentence; a nested stack only where nothing in it did. */
export function failedIn(resources: readonly ListedResource[]): ListedResource[] {
  const failed = resources.filter(({ status }) => status.endsWith("_FAILED"));
  return failed.filter(({ path }) => !failed.some((other) => other.path.startsWith(`${path}/`)));
}

export function describeFailed({ path, type, reason }: ListedResource): string {
  return `${path} (${type})${reason ? `: ${reason}` : ""}`;
}

/** `arn:…:stack/shop-Data-1X2/…` → `shop-Data-1X2`. */
function nameOf(stackId: string): string {
  return stackId.split("/")[1] ?? stackId;
}
