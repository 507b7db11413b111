import { isPassing } from "../asking/ask-patiently";
import { oneLine } from "../aws-fault";
import { DeployError } from "../error";

/** Where each way to fail is explained, step by step. */
const runbook = "https://github.com/cashsouk/cashsouk/blob/main/docs/runbooks/stack-failed.md";

interface End {
  readonly hint: string;
  /** A heading of the runbook. */
  readonly anchor: string;
}

/** Each way to fail: what to do about it, where the error does not say so itself. */
export const ends: Readonly<Record<string, End>> = {
  "invalid-stack": { hint: "Mend the files or inputs named above.", anchor: "wrong-files-or-inputs" },
  "no-base": { hint: "Give a revision that the checkout holds.", anchor: "wrong-files-or-inputs" },
  artifacts: { hint: "The role needs s3:GetObject and s3:PutObject in the bucket.", anchor: "aws-refuses" },
  aws: { hint: "Where a permission is missing, the sentence names it.", anchor: "aws-refuses" },
  "no-credentials": {
    hint: "Give the action `role-to-assume`, or run aws-actions/configure-aws-credentials before it.",
    anchor: "aws-refuses",
  },
  "in-progress": {
    hint: "Nothing was changed. Run it again when the other change is done.",
    anchor: "two-runs-at-once",
  },
  "stack-status": { hint: "The stack's status allows no change.", anchor: "status-of-the-stack" },
  "rollback-failed": { hint: "Say what to skip with `continue-rollback`.", anchor: "update_rollback_failed" },
  "change-set-failed": { hint: "Nothing was changed.", anchor: "no-change-set" },
  "stateful-change": { hint: "Nothing was changed.", anchor: "refused" },
  declined: { hint: "Nothing was changed.", anchor: "refused" },
  "plan-gone": {
    hint: "Nothing was changed. Make a new plan and have it reviewed.",
    anchor: "a-plan-that-does-not-hold",
  },
  "plan-outdated": {
    hint: "Nothing was changed. Make a new plan and have it reviewed.",
    anchor: "a-plan-that-does-not-hold",
  },
  "stack-failed": { hint: "Mend the cause, then run it again.", anchor: "the-change-failed" },
  settings: { hint: "The stack itself is there. Run it again: only what is missing is done.", anchor: "aws-refuses" },
  "timed-out": {
    hint: "Look at the stack's events. Run it again once the stack is at rest: it goes on from what is there.",
    anchor: "no-end-in-sight",
  },
  cancelled: { hint: "Run it again once the stack is at rest.", anchor: "cancelled" },
  "not-rolled-back": { hint: "Run it again: it says what the stack's status allows.", anchor: "cancelled" },
  "credentials-expired": {
    hint: "Give the role a longer session, then run it again: it waits for what is still in progress.",
    anchor: "what-became-of-it-is-unknown",
  },
  "unknown-outcome": {
    hint: "Run it again: it waits for what is still in progress, and tells what is left to do.",
    anchor: "what-became-of-it-is-unknown",
  },
  "older-commit": { hint: "`allow-older: true` says yes.", anchor: "refused" },
  "unknown-order": { hint: "Check out with `fetch-depth: 0`, or say `allow-older: true`.", anchor: "refused" },
};

/** A change that was begun and did not end well: its status in the end, and what failed in it, the first first. */
export class StackFailure extends DeployError {
  constructor(
    message: string,
    hint: string | undefined,
    readonly status: string,
    readonly failures: readonly { readonly path: string; readonly type: string; readonly reason: string }[],
  ) {
    super("stack-failed", message, hint);
  }
}

/** What failed before anything was changed. `status`: as the stack was last read; `undefined`: there is none, or it could not be read. */
export class StackUntouched extends DeployError {
  constructor(
    { code, message, hint, cause }: DeployError,
    readonly status: string | undefined,
  ) {
    super(code, message, hint, { cause });
  }
}

/** Any error of ours or of AWS as one sentence, what to do, and where to read on; `undefined`: a bug. */
export function asEnd(name: string, error: unknown, hide: (text: string) => string): DeployError | undefined {
  const told = error instanceof DeployError ? error : isAwsFault(error) ? fromAws(name, error) : undefined;
  if (!told) return undefined;
  const { hint, anchor } = ends[told.code] ?? { hint: undefined, anchor: "" };
  const steps = hide([told.hint ?? hint, `What to do: ${runbook}${anchor && "#"}${anchor}`].filter(Boolean).join("\n"));
  const message = hide(told.message);
  if (!(told instanceof StackFailure)) return new DeployError(told.code, message, steps, { cause: told.cause ?? told });
  const failures = told.failures.map((failure) => ({ ...failure, reason: hide(failure.reason) }));
  return new StackFailure(message, steps, told.status, failures);
}

/** AWS's own words, sorted by what a person does next. */
function fromAws(name: string, cause: Error): DeployError {
  if (/^InsufficientCapabilities/.test(cause.name)) {
    const hint = "Nothing was changed. Give what it requires in `capabilities`.";
    return new DeployError("invalid-stack", `${name}: ${oneLine(cause)}`, hint, { cause });
  }
  const [code, what] = /Expired|InvalidClientTokenId|UnrecognizedClient/.test(cause.name)
    ? ["credentials-expired", "the credentials expired before the change was begun: "]
    : cause.name === "CredentialsProviderError"
      ? ["no-credentials", "there are no credentials for AWS: "]
      : isBusy(cause)
        ? ["in-progress", "another change of the stack is in the way: "]
        : ["aws", ""];
  return new DeployError(code, `${name}: ${what}${oneLine(cause)}`, undefined, { cause });
}

function isBusy({ name, message }: Error): boolean {
  return (
    /^(OperationInProgress|InvalidChangeSetStatus)/.test(name) ||
    (name === "ValidationError" && /_IN_PROGRESS state and can ?not be/i.test(message))
  );
}

/** AWS's refusal, no way to it, or no credentials for it: told in a sentence. Anything else is a bug of ours. */
function isAwsFault(error: unknown): error is Error {
  return (
    error instanceof Error && ("$metadata" in error || error.name === "CredentialsProviderError" || isPassing(error))
  );
}
