import { changesLine, type Comparison, StackFailure, type StackResult, StackUntouched } from "@cashsouk/deploy/stack";

export const outputNames = ["status", "changed", "changes", "change-set", "stack-outputs", "plan", "reason"] as const;
type Outputs = Record<(typeof outputNames)[number], unknown>;

/** `plan`: the file that was written. */
export function outputs(result: StackResult, plan: string): Outputs {
  const { status, outcome, protectionChanged, changeSet, outputs } = result;
  return {
    status: status ?? "",
    changed: outcome.kind === "created" || outcome.kind === "updated" || protectionChanged === true,
    changes: changesLine(result),
    "change-set": changeSet ?? "",
    "stack-outputs": outputs,
    plan,
    // What went wrong is put out where it is caught.
    reason: "",
  };
}

/** Of templates alone: of the stack nothing is known. */
export function compared({ changes }: Comparison): Partial<Outputs> & { readonly changes: string } {
  const paths = changes.map(({ action, path }) => `${action} ${path}`);
  return { changed: false, changes: paths.join(", ") };
}

/** What is known of a stack where it did not end well; nothing where its change was begun and its end can't be told. */
export function failureOutputs(error: unknown): Partial<Outputs> {
  if (error instanceof StackFailure) return { status: error.status, changed: true };
  return error instanceof StackUntouched ? { status: error.status ?? "", changed: false } : {};
}
