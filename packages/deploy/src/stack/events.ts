import type { DescribeStackEventsOutput, StackEvent } from "@aws-sdk/client-cloudformation";
import type { StackApi } from "./ports";
import { objection } from "./hooks";
import { isMissing } from "./stacks";

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
  for (const event of await newestEvents(api, stackId)) seen.add(event.EventId ?? "");

  const unseen = async (id: string): Promise<StackEvent[]> => {
    const found: StackEvent[] = [];
    let token: string | undefined;
    do {
      const page = await readPage(api, id, token);
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

/** The newest events of a stack: a page of them, the first that holds any, since one may be empty and others follow. */
export async function newestEvents(api: StackApi, id: string): Promise<StackEvent[]> {
  for (let token: string | undefined; ;) {
    const { StackEvents = [], NextToken } = await readPage(api, id, token);
    if (StackEvents.length > 0 || !NextToken) return StackEvents;
    token = NextToken;
  }
}

/** A page of events, newest first; empty for a stack that was made just now, and that this read does not know yet. */
async function readPage(api: StackApi, id: string, token?: string): Promise<Partial<DescribeStackEventsOutput>> {
  try {
    return await api.describeStackEvents({ StackName: id, ...(token ? { NextToken: token } : {}) });
  } catch (error) {
    if (isMissing(error as Error)) return {};
    throw error;
  }
}

/**
 * Whose operation an event tells of, by the token that its operation was given. CloudFormation's console makes one of its own;
 * what was begun without one can't be told apart.
 */
export function whose({ ClientRequestToken: found }: StackEvent, token: string): "ours" | "another's" | "unknown" {
  if (found === undefined) return "unknown";
  return found === token ? "ours" : "another's";
}

export interface Failure {
  readonly path: string;
  readonly type: string;
  readonly reason: string;
}

/**
 * What went wrong, the first first: never a resource that was cancelled because of another, nor the stacks around it.
 * Where no resource failed, the reason for which the stack itself turned back.
 */
export function failuresIn(events: readonly FollowedEvent[]): Failure[] {
  const failed = events.filter(({ event }) => event.ResourceStatus?.endsWith("_FAILED"));
  // Events of a nested stack may be read after later ones of its parent; of the same moment, the deepest is the cause.
  const inOrder = (a: FollowedEvent, b: FollowedEvent) => timeOf(a.event) - timeOf(b.event) || depth(b) - depth(a);
  const causes = failed.filter(({ event }) => !isConsequence(event)).sort(inOrder);
  const turned = events.filter(
    ({ event, path }) => path === "" && event.ResourceStatus?.includes("ROLLBACK") && event.ResourceStatusReason,
  );
  const nested = failed.filter(({ event, path }) => path !== "" && !isCancelled(event)).sort(inOrder);
  const told = [causes, nested, turned, failed].find((list) => list.length > 0) ?? [];
  return told.map(({ event, path }) => ({
    path,
    type: event.ResourceType ?? "",
    reason: [
      event.ResourceStatusReason ?? event.ResourceStatus ?? "no reason given",
      ...whyOf(event, path, events),
    ].join(": "),
  }));
}

/** Of hooks that stopped it, a failure gives the names only: why is in events of their own. */
function whyOf(
  { ResourceStatusReason: reason = "" }: StackEvent,
  path: string,
  events: readonly FollowedEvent[],
): string[] {
  const hooks = events.flatMap((other) => {
    const against = other.path === path ? objection(other.event) : undefined;
    return against && !against.warns && reason.includes(other.event.HookType ?? "") ? [against.text] : [];
  });
  return hooks.length > 0 ? [[...new Set(hooks)].join("; ")] : [];
}

function depth({ path }: FollowedEvent): number {
  return path === "" ? 0 : path.split("/").length;
}

function isCancelled({ ResourceStatusReason: reason = "" }: StackEvent): boolean {
  return /^Resource (creation|update|deletion) cancelled/i.test(reason);
}

function isConsequence(event: StackEvent): boolean {
  const { ResourceStatusReason: reason = "" } = event;
  return isCancelled(event) || /^Embedded stack|The following resource\(s\) failed/i.test(reason);
}

function timeOf(event: StackEvent): number {
  return event.Timestamp?.getTime() ?? 0;
}
