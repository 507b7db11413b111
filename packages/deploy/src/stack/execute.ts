import type { StackEvent } from "@aws-sdk/client-cloudformation";
import { randomUUID } from "node:crypto";
import { askPatiently } from "../asking/ask-patiently";
import { oneLine } from "../aws-fault";
import { DeployError } from "../error";
import { isGone } from "./change-set";
import type { ChangeSet } from "./read-changes";
import { StackFailure } from "./ends";
import { type Failure, failuresIn, type FollowedEvent, followEvents, whose } from "./events";
import { hookNews } from "./hooks";
import { succeeded } from "./next-step";
import type { StackPorts } from "./ports";
import type { StackRequest } from "./request";
import { until } from "./wait";
import { leftOutside, warningsIn } from "./warnings";

/** What is done to a stack, and followed to its end. */
interface Operation {
  readonly stackId: string;
  readonly kind: "creation" | "update" | "rollback";
  /** Starts it; the token marks its events. Throws when it was not begun. */
  readonly start: (token: string) => Promise<unknown>;
  readonly good: (status: string) => boolean;
  /** Cleans up where it was not even asked for. */
  readonly abandon?: () => Promise<void>;
  /** Why CloudFormation has not begun what it took on; asked where no event of it comes. */
  readonly notBegun?: () => Promise<string | undefined>;
}

const gone =
  "the change set is not there any more: another change of the stack came before, or somebody has deleted it";

/** How an operation ended: the stack's status, or why there was none. */
type End = { readonly status: string } | { readonly notBegun: string };

/** As long the events of what was begun may be unknown to those who ask: AWS's reads lag behind its writes. */
const lagMs = 60_000;

/**
 * Executes a change set, tells what happens, and waits for the end, a rollback's too. Gives what there is left to look at; throws
 * with the first failure's reason. One that was not begun is discarded.
 */
export async function executeChangeSet(
  ports: StackPorts,
  request: StackRequest,
  { reference }: Pick<ChangeSet, "reference">,
  options: {
    readonly kind: "creation" | "update";
    readonly keepFailed: boolean;
    readonly discard: () => Promise<void>;
  },
): Promise<string[]> {
  const { cloudFormation, clock, log } = ports;
  let refusal: string | undefined;
  return perform(ports, request, {
    stackId: reference.StackName,
    kind: options.kind,
    good: succeeded,
    abandon: options.discard,
    async start(ClientRequestToken) {
      const rollback = options.keepFailed ? { DisableRollback: true } : {};
      try {
        await cloudFormation.executeChangeSet({ ...reference, ...rollback, ClientRequestToken });
      } catch (error) {
        // One that was executed would still be there.
        if (isGone(error as Error)) {
          await options.discard();
          throw new DeployError(
            "change-set-failed",
            `${request.name}: ${gone}`,
            "This run changed nothing. Run it again.",
          );
        }
        // The answer may be lost, and what was asked for done.
        const asked = () => cloudFormation.describeChangeSet(reference);
        const { ExecutionStatus } = await askPatiently({ clock, log }, request.name, asked);
        refusal = oneLine(error);
        // Of one that has failed, events tell whether it was begun.
        if (ExecutionStatus?.startsWith("EXECUTE_")) return;
        await options.discard();
        throw error;
      }
    },
    async notBegun() {
      const { ExecutionStatus, StatusReason } = await cloudFormation.describeChangeSet(reference);
      if (ExecutionStatus !== "EXECUTE_FAILED" && ExecutionStatus !== "OBSOLETE") return undefined;
      await options.discard();
      return `the change set is ${ExecutionStatus}: ${StatusReason ?? refusal ?? "CloudFormation gives no reason"}`;
    },
  });
}

/** Starts something in a stack, tells what happens in it and those nested in it, and waits for its end. Gives its warnings. */
export async function perform(ports: StackPorts, request: StackRequest, operation: Operation): Promise<string[]> {
  const { cloudFormation, clock, cancelled, log } = ports;
  const { name, waitMs } = request;
  const newEvents = await followEvents(cloudFormation, operation.stackId).catch(async (error: unknown) => {
    await operation.abandon?.();
    throw error;
  });
  const token = `deploy-${randomUUID()}`;
  // A step that is killed leaves an update to its post step; other operations are CloudFormation's to end.
  const settled = () => ports.onPending?.(undefined);
  if (operation.kind === "update") ports.onPending?.({ name, stackId: operation.stackId, token });
  try {
    await operation.start(token);
  } catch (error) {
    settled();
    throw error;
  }
  const startedAt = clock.now();
  const events: FollowedEvent[] = [];
  // CloudFormation marks all events of an operation, or none.
  let marked = false;
  let begun = false;
  let others = false;
  const ended = async (): Promise<End | undefined> => {
    const latest = await newEvents();
    for (const followed of latest.filter(isNews)) log.info(describe(followed, clock.now() - startedAt));
    events.push(...latest);
    // Judged by this change's own events: the stack's status may be read before it moves, and another run may come after.
    marked ||= latest.some(({ event }) => whose(event, token) === "ours");
    const isOurs = (of: ReturnType<typeof whose>) => (marked ? of === "ours" : of !== "another's");
    const own = latest.filter(({ path, event }) => path === "" && isOurs(whose(event, token)));
    begun ||= own.length > 0;
    others ||= latest.some(
      ({ path, event }) => path === "" && isBeginning(event) && whose(event, token) === "another's",
    );
    const late = !begun && clock.now() - startedAt >= lagMs;
    const instead = others ? "another one was, a moment before" : undefined;
    const notBegun = late ? ((await operation.notBegun?.()) ?? instead) : undefined;
    if (notBegun !== undefined) return { notBegun };
    const status = own.at(-1)?.event.ResourceStatus;
    return status === undefined || status.endsWith("_IN_PROGRESS") ? undefined : { status };
  };
  const what = `the ${operation.kind} goes on in CloudFormation, and was not done`;
  const wait = { clock, log, cancelled, limitMs: waitMs, about: name, what };
  const end = await until(wait, ended).catch(async (error: unknown) => {
    if (error instanceof DeployError && error.code === "cancelled" && operation.kind === "update")
      throw await takeBack(ports, request, operation.stackId, ended);
    settled();
    throw error;
  });
  settled();
  if ("notBegun" in end)
    throw new DeployError("change-set-failed", `${name}: the ${operation.kind} was not begun: ${end.notBegun}`);
  const { status } = end;
  if (operation.good(status)) {
    const warnings = warningsIn(events);
    for (const warning of warnings) log.warning(`${name}: ${warning}`);
    return warnings;
  }
  const failures = failuresIn(events);
  const [first] = failures;
  const place = first?.path ? `${first.path} (${first.type}): ` : "";
  const reason = first ? place + first.reason : "CloudFormation gives no reason";
  // Where the rollback itself has failed, nothing was let go.
  const left = status.endsWith("_COMPLETE") ? leftOutside(events).map(({ what }) => what) : [];
  const stays = left.length > 0 ? ` Outside of it stays, perhaps in the next try's way: ${left.join(", ")}.` : "";
  throw new StackFailure(
    `${name}: ${status}: ${reason}`,
    hintFor(status) + stays + stoppedTasks(failures),
    status,
    failures,
  );
}

const isBeginning = ({ ResourceStatus }: StackEvent) =>
  /^(?:CREATE|IMPORT|UPDATE)_IN_PROGRESS$/.test(ResourceStatus ?? "");

/** As long the rollback of a cancelled update is awaited: GitHub's runner kills the step 10 s after its first signal. */
const graceMs = 5_000;

/** A cancelled update is taken back by CloudFormation; a creation is left to it, since only a deletion would end that. */
async function takeBack(
  { cloudFormation, clock, log, onPending }: StackPorts,
  { name }: StackRequest,
  stackId: string,
  ended: () => Promise<End | undefined>,
): Promise<DeployError> {
  const told = (what: string) => new DeployError("cancelled", `${name}: the run was cancelled; ${what}`);
  try {
    await cloudFormation.cancelUpdateStack({ StackName: stackId });
  } catch (error) {
    return told(`the update goes on in CloudFormation, since it could not be cancelled there: ${oneLine(error)}`);
  }
  const wait = { clock, log, limitMs: graceMs, about: name, what: "its rollback was not done" };
  const end = await until(wait, ended).catch(() => undefined);
  if (end === undefined) return told("the update is cancelled, and CloudFormation goes on rolling it back");
  onPending?.(undefined);
  if ("notBegun" in end) return told(`the update was not begun: ${end.notBegun}`);
  const { status } = end;
  if (succeeded(status)) return told(`the update had come to its end before it could be cancelled: ${status}`);
  return told(`the update was cancelled and rolled back: ${status}`);
}

function hintFor(status: string): string {
  if (status === "ROLLBACK_COMPLETE")
    return "Its creation was rolled back. Mend the cause, then run it with `replace-failed: true`.";
  if (status === "DELETE_COMPLETE")
    return "The stack is deleted, as its change set says of a failure. Mend the cause, then plan it anew.";
  if (status === "UPDATE_ROLLBACK_FAILED")
    return "The rollback failed as well. Run it again: it says what `continue-rollback` would skip.";
  if (status.endsWith("ROLLBACK_COMPLETE")) return "The stack is as it was before.";
  if (status === "UPDATE_FAILED")
    return "It was not rolled back, as before. Mend the cause and run it again, or roll it back (aws cloudformation rollback-stack).";
  return "The stack needs a hand: look at its events in the CloudFormation console.";
}

/** CloudFormation says of a service whose tasks stop no more than that. */
function stoppedTasks(failures: readonly Failure[]): string {
  const isOfTasks = ({ type, reason }: Failure) =>
    type === "AWS::ECS::Service" && /circuit breaker|stabili[sz]e/i.test(reason);
  if (!failures.some(isOfTasks)) return "";
  return (
    " CloudFormation does not say why its tasks stop. ECS does, for an hour: look at the service's events, at the cluster's" +
    " stopped tasks (aws ecs describe-tasks), and at their log. What to do where the rollback took these away stands below."
  );
}

/** A nested stack's own events repeat what its parent says of it, but for a reason. */
function isNews({ event, path }: FollowedEvent): boolean {
  const told = event.ResourceStatusReason ?? event.HookType;
  return path === "" || event.PhysicalResourceId !== event.StackId || Boolean(told);
}

/** `[1m 05s] UPDATE_COMPLETE Network/Vpc (AWS::EC2::VPC)`, and the reason of what failed. */
function describe({ event, path }: FollowedEvent, elapsedMs: number): string {
  const seconds = Math.floor(elapsedMs / 1000);
  const elapsed = `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, "0")}s`;
  const place = path === "" ? event.StackName : `${path} (${event.ResourceType})`;
  const reason = event.ResourceStatusReason ? `: ${event.ResourceStatusReason}` : "";
  return `[${elapsed}] ${event.ResourceStatus} ${place}${reason}${hookNews(event)}`;
}
