import type { StackEvent } from "@aws-sdk/client-cloudformation";
import type { FollowedEvent } from "./events";
import { objection } from "./hooks";

/** What a change that came to a good end has left to look at, each thing a sentence: what hooks warned of, and what stays outside. */
export function warningsIn(events: readonly FollowedEvent[]): string[] {
  const hooks = events.flatMap(({ event, path }) => {
    const against = objection(event);
    return against?.warns ? [`${path || event.StackName} (${event.ResourceType}): ${against.text}`] : [];
  });
  const left = leftOutside(events).flatMap(
    ({ what, event: { ResourceStatus, ResourceStatusReason = "no reason given" } }) =>
      ResourceStatus === "DELETE_FAILED"
        ? [`${what} could not be deleted and stays, in no stack any more: ${ResourceStatusReason}`]
        : [],
  );
  return [...new Set([...hooks, ...left])];
}

/** What a stack has let go and AWS still holds: its deletion has failed, or its DeletionPolicy keeps it, in a rollback too. */
export function leftOutside(events: readonly FollowedEvent[]): { readonly what: string; readonly event: StackEvent }[] {
  // Its deletion is tried more than once: the last word counts.
  const last = new Map(events.map((followed) => [`${followed.path} ${followed.event.PhysicalResourceId}`, followed]));
  return [...last.values()].flatMap(({ event, path }) =>
    // What was never made has no name at AWS.
    event.PhysicalResourceId && /^DELETE_(?:FAILED|SKIPPED)$/.test(event.ResourceStatus ?? "")
      ? [{ what: `${path} (${event.ResourceType}) ${event.PhysicalResourceId}`, event }]
      : [],
  );
}
