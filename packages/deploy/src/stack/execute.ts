import { DeployError } from "../error";
import type { ChangeSet } from "./change-set";
import { type FollowedEvent, firstFailure, followEvents } from "./events";
import { succeeded } from "./next-step";
import type { StackPorts } from "./ports";
import type { StackRequest } from "./request";
import { until } from "./wait";

/** Executes a change set, tells what happens, and waits for the end, a rollback's too. Throws with the first failure's reason. */
export async function executeChangeSet(
  { cloudFormation, clock, cancelled, log }: StackPorts,
  { name, waitMs }: StackRequest,
  { reference }: ChangeSet,
): Promise<void> {
  const newEvents = await followEvents(cloudFormation, reference.StackName);
  await cloudFormation.executeChangeSet(reference);
  const startedAt = clock.now();
  const events: FollowedEvent[] = [];
  const what = "the change goes on in CloudFormation, and was not done";
  const status = await until({ clock, log, cancelled, limitMs: waitMs, about: name, what }, async () => {
    const latest = await newEvents();
    for (const followed of latest.filter(isNews)) log.info(describe(followed, clock.now() - startedAt));
    events.push(...latest);
    // Judged by this change's own events: the stack's status may be read before it moves.
    const own = latest.filter(({ path }) => path === "").at(-1)?.event.ResourceStatus;
    return own === undefined || own.endsWith("_IN_PROGRESS") ? undefined : own;
  });
  if (succeeded(status)) return;
  throw new DeployError(
    "stack-failed",
    `${name}: ${status}: ${firstFailure(events) ?? "CloudFormation gives no reason"}`,
    status === "ROLLBACK_COMPLETE"
      ? "Its creation was rolled back. Mend the cause, then run it with `replace-failed: true`."
      : status.endsWith("ROLLBACK_COMPLETE")
        ? "The stack is as it was before."
        : "The stack needs a hand: look at its events in the CloudFormation console.",
  );
}

/** A nested stack's own events repeat what its parent says of it, but for a reason. */
function isNews({ event, path }: FollowedEvent): boolean {
  return path === "" || event.PhysicalResourceId !== event.StackId || Boolean(event.ResourceStatusReason);
}

/** `[1m 05s] UPDATE_COMPLETE Network/Vpc (AWS::EC2::VPC)`, and the reason of what failed. */
function describe({ event, path }: FollowedEvent, elapsedMs: number): string {
  const seconds = Math.floor(elapsedMs / 1000);
  const elapsed = `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, "0")}s`;
  const place = path === "" ? event.StackName : `${path} (${event.ResourceType})`;
  const reason = event.ResourceStatusReason ? `: ${event.ResourceStatusReason}` : "";
  return `[${elapsed}] ${event.ResourceStatus} ${place}${reason}`;
}
