import type { StackStatus } from "@aws-sdk/client-cloudformation";

/** What a stack's status lets one do next. */
export type NextStep =
  | { readonly kind: "create" }
  /** It is empty: a change set that was never executed has brought it into being, and another one may fill it. */
  | { readonly kind: "take-over" }
  | { readonly kind: "update" }
  /** Its update failed and was not rolled back on purpose: AWS lets in only an update that is not rolled back either. */
  | { readonly kind: "retry" }
  | { readonly kind: "wait" }
  /** Its creation failed and was rolled back: nothing is left in it, and it can only be deleted. */
  | { readonly kind: "replace" }
  /** Its rollback failed half-way, and can be continued. */
  | { readonly kind: "continue" }
  | { readonly kind: "refuse"; readonly hint: string };

export function nextStep(status: StackStatus | undefined): NextStep {
  switch (status) {
    case undefined:
    case "DELETE_COMPLETE":
      return { kind: "create" };
    case "REVIEW_IN_PROGRESS":
      return { kind: "take-over" };
    case "CREATE_COMPLETE":
    case "UPDATE_COMPLETE":
    case "UPDATE_ROLLBACK_COMPLETE":
    case "IMPORT_COMPLETE":
    case "IMPORT_ROLLBACK_COMPLETE":
      return { kind: "update" };
    case "UPDATE_FAILED":
      return { kind: "retry" };
    case "CREATE_IN_PROGRESS":
    case "ROLLBACK_IN_PROGRESS":
    case "DELETE_IN_PROGRESS":
    case "UPDATE_IN_PROGRESS":
    case "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS":
    case "UPDATE_ROLLBACK_IN_PROGRESS":
    case "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS":
    case "IMPORT_IN_PROGRESS":
    case "IMPORT_ROLLBACK_IN_PROGRESS":
      return { kind: "wait" };
    case "ROLLBACK_COMPLETE":
      return { kind: "replace" };
    case "UPDATE_ROLLBACK_FAILED":
      return { kind: "continue" };
    case "CREATE_FAILED":
      return {
        kind: "refuse",
        hint:
          "Its creation failed and was not rolled back, so what was made is still there. Look at it, roll it back " +
          "(aws cloudformation rollback-stack), then run it with `replace-failed: true`.",
      };
    case "ROLLBACK_FAILED":
      return {
        kind: "refuse",
        hint: "The rollback of its creation failed. Look at what is left of it, then delete the stack: only that is possible now.",
      };
    case "DELETE_FAILED":
      return {
        kind: "refuse",
        hint: "Somebody wanted it deleted. Delete it to its end (--retain-resources keeps what can't be deleted), then run it again.",
      };
    case "IMPORT_ROLLBACK_FAILED":
      return { kind: "refuse", hint: "Finish the import's rollback in the CloudFormation console first." };
  }
  status satisfies never;
  return { kind: "refuse", hint: "This version knows no such status." };
}

/** The statuses of a stack in which what was asked for is there. */
export function succeeded(status: string | undefined): boolean {
  return status === "CREATE_COMPLETE" || status === "UPDATE_COMPLETE" || status === "IMPORT_COMPLETE";
}
