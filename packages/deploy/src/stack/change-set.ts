import type { CreateChangeSetCommandInput, DescribeChangeSetCommandOutput } from "@aws-sdk/client-cloudformation";
import { pause } from "../clock";
import { DeployError } from "../error";
import { whyRefused } from "./change-set-refusal";
import type { StackApi } from "./ports";
import { type ChangeSet, isPending, readChangeSet } from "./read-changes";
import { until, type Wait } from "./wait";

/** As long a new change set may be unknown to those who ask for it: AWS's reads lag behind its writes. */
const lagMs = 60_000;

/** Makes a change set and waits for it. `undefined`: CloudFormation found nothing to change, and it was discarded. */
export async function createChangeSet(
  api: StackApi,
  input: CreateChangeSetCommandInput,
  wait: Wait,
  discard: (reference: ChangeSet["reference"]) => Promise<void>,
): Promise<ChangeSet | undefined> {
  const { Id = "", StackId = "" } = await createAnew(api, input, wait);
  const reference = { StackName: StackId, ChangeSetName: Id };
  const madeAt = wait.clock.now();
  try {
    const made = await until(wait, async () => {
      const page = await api.describeChangeSet(reference).catch((error: Error) => {
        if (isGone(error) && wait.clock.now() - madeAt < lagMs) return undefined;
        throw error;
      });
      return page?.Status && !isPending(page) ? page : undefined;
    });
    if (made.Status === "CREATE_COMPLETE") return await readChangeSet(api, reference, wait);
    if (made.Status !== "FAILED")
      throw new DeployError(
        "change-set-failed",
        `${input.StackName}: somebody has deleted the change set while it was made: it is ${made.Status}`,
      );
    if (!isEmpty(made)) {
      const reason = await innermostReason(api, made, wait);
      const message = `${input.StackName}: no change set can be made: ${reason}`;
      throw new DeployError("change-set-failed", message, whatFirst(reason));
    }
  } catch (error) {
    await discard(reference);
    throw error;
  }
  await discard(reference);
  return undefined;
}

/** Whether an error says that there is no such change set (any more). */
export function isGone({ name }: Error): boolean {
  return /^ChangeSetNotFound/.test(name);
}

/** The earlier change set of a name that somebody chose gives way to the new one, at once or, with nested ones in it, a while later. */
async function createAnew(api: StackApi, input: CreateChangeSetCommandInput, { clock, cancelled }: Wait) {
  const { StackName, ChangeSetName } = input;
  const until = clock.now() + lagMs;
  for (let going = false; ;) {
    try {
      return await api.createChangeSet(input);
    } catch (error) {
      const inVain = cancelled?.aborted || clock.now() >= until;
      if (!/^AlreadyExists/.test((error as Error).name) || inVain) throw error;
    }
    if (going) await pause(clock, 3_000, cancelled);
    await api.deleteChangeSet({ StackName, ChangeSetName }).catch((error: Error) => {
      // It is being deleted, or is gone by now.
      if (!going || !/^InvalidChangeSetStatus|^ChangeSetNotFound/.test(error.name)) throw error;
    });
    going = true;
  }
}

/** All that CloudFormation says of a change set without a change; the last one where a transform is involved. */
const emptyReasons: ReadonlySet<string | undefined> = new Set([
  "The submitted information didn't contain changes. Submit different information to create a change set",
  "The submitted information didn't contain changes",
  "No updates are to be performed",
]);

/** Judged by the change set's own reason, word for word but its full stop: a nested one's, or a macro's, may hold the same words. */
function isEmpty({ StatusReason }: DescribeChangeSetCommandOutput): boolean {
  return emptyReasons.has(StatusReason?.trim().replace(/\.$/, ""));
}

/** A change set reads exports as they are, not as another stack's planned change will make them; nor does it know a nested stack's outputs to come. */
function whatFirst(reason: string): string | undefined {
  const [, name] = /No export named (\S+) found/.exec(reason) ?? [];
  if (name)
    return `Nothing was changed. Deploy the stack that exports ${name} first, by itself; then plan this one again.`;
  return /^in a nested stack: .*Fn::(?:Select|Split|FindInMap|Cidr)/s.test(reason)
    ? "Nothing was changed. Of an output that another nested stack has yet to give, no function can be worked out beforehand: make the " +
        "change set with `--no-include-nested-stacks`, and run it by `mode: execute`."
    : undefined;
}

/** "Nested change set <arn> was not successfully created" hides the reason in that change set. */
async function innermostReason(
  api: StackApi,
  failed: DescribeChangeSetCommandOutput,
  { about, cancelled }: Wait,
): Promise<string> {
  const seen = new Set([failed.ChangeSetId]);
  for (let innermost = failed; ;) {
    const nested = /arn:\S+:changeSet\/[^\s\]]+/.exec(innermost.StatusReason ?? "")?.[0];
    // One that is named by its own reason has no other.
    if (nested === undefined || seen.has(nested)) {
      const reason = await whyRefused(api, innermost);
      return seen.size > 1 ? `in a nested stack: ${reason}` : reason;
    }
    if (cancelled?.aborted) throw new DeployError("cancelled", `${about}: cancelled; the stack was not changed`);
    seen.add(nested);
    const { StatusReason = innermost.StatusReason, ...inner } = await api.describeChangeSet({ ChangeSetName: nested });
    innermost = { ...inner, StatusReason };
  }
}
