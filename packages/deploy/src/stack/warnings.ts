import type { FollowedEvent } from "./events";
import { objection } from "./hooks";

/** What a change that came to a good end has left to look at, each thing a sentence: what hooks warned of, and what stays outside. */
export function warningsIn(events: readonly FollowedEvent[]): string[] {
  const hooks = events.flatMap(({ event, path }) => {
    const against = objection(event);
    return against?.warns ? [`${path || event.StackName} (${event.ResourceType}): ${against.text}`] : [];
  });
  // Its deletion is tried more than once: the last word counts.
  const last = new Map(events.map((followed) => [`${followed.path} ${followed.event.PhysicalResourceId}`, followed]));
  const left = [...last.values()].flatMap(({ event, path }) =>
    event.ResourceStatus === "DELETE_FAILED"
      ? [
          `${path} (${event.ResourceType}) ${event.PhysicalResourceId} could not be deleted and stays, in no stack any more: ` +
            (event.ResourceStatusReason ?? "no reason given"),
        ]
      : [],
  );
  return [...new Set([...hooks, ...left])];
}
