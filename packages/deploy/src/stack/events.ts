import type { StackEvent } from "@aws-sdk/client-cloudformation";
import type { StackApi } from "./ports";

export interface FollowedEvent {
  readonly event: StackEvent;
  /** The logical id, with the nested stacks' ids before it; empty for the root stack itself. */
  readonly path: string;
}

/** Reads what happens in a stack and those nested in it, from the moment it is made: each event once, oldest first. */
export async function followEvents(api: StackApi, stackId: string): Promise<() => Promise<FollowedEvent[]>> {
  const stacks = new Map([[stackId, ""]]);
  const seen = new Set<string>();
  let since = 0;
  for (const event of (await api.describeStackEvents({ StackName: stackId })).StackEvents ?? [])
    seen.add(event.EventId ?? "");

  const unseen = async (id: string): Promise<StackEvent[]> => {
    const found: StackEvent[] = [];
    let token: string | undefined;
    do {
      const page = await api.describeStackEvents({ StackName: id, ...(token ? { NextToken: token } : {}) });
      for (const event of page.StackEvents ?? []) {
        // Newest first: what follows a known or an earlier event is known or earlier too.
        if (seen.has(event.EventId ?? "") || timeOf(event) < since) return found;
        found.push(event);
      }
      token = page.NextToken;
    } while (token);
    return found;
  };

  return async () => {
    const found: FollowedEvent[] = [];
    // The map grows while it is read: a nested stack is followed from the event that names it.
    for (const [id, path] of stacks) {
      const events = (await unseen(id)).reverse();
      since ||= events[0] ? timeOf(events[0]) : 0;
      for (const event of events) {
        const isStack = event.ResourceType === "AWS::CloudFormation::Stack";
        const itself = isStack && event.PhysicalResourceId === id;
        const place = itself ? path : [path, event.LogicalResourceId].filter(Boolean).join("/");
        if (isStack && !itself && event.PhysicalResourceId) stacks.set(event.PhysicalResourceId, place);
        found.push({ event, path: place });
      }
    }
    // Only now, so that a read that broke off in the middle is made again whole.
    for (const { event } of found) seen.add(event.EventId ?? "");
    return found.sort((a, b) => timeOf(a.event) - timeOf(b.event));
  };
}

/** The first thing that went wrong: a resource before the stacks around it, never one that was cancelled because of another. */
export function firstFailure(events: readonly FollowedEvent[]): string | undefined {
  const failed = events.filter(({ event }) => event.ResourceStatus?.endsWith("_FAILED") && !isConsequence(event));
  const first =
    failed.find(({ event }) => event.ResourceType !== "AWS::CloudFormation::Stack") ??
    failed[0] ??
    events.find(
      ({ event, path }) => path === "" && event.ResourceStatus?.includes("ROLLBACK") && event.ResourceStatusReason,
    );
  if (!first) return undefined;
  const place = first.path ? `${first.path} (${first.event.ResourceType}): ` : "";
  return place + (first.event.ResourceStatusReason ?? first.event.ResourceStatus ?? "no reason given");
}

function isConsequence({ ResourceStatusReason: reason = "" }: StackEvent): boolean {
  return /^Resource (creation|update|deletion) cancelled|^The following resource\(s\) failed/i.test(reason);
}

function timeOf(event: StackEvent): number {
  return event.Timestamp?.getTime() ?? 0;
}
