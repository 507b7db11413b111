import type { StackStatus } from "@aws-sdk/client-cloudformation";

/** What a stack's status lets one do next. */
export type NextStep =
  | { readonly kind: "create" }
  | { readonly kind: "update" }
  | { readonly kind: "wait" }
  /** Its creation failed and was rolled back: nothing is left in it, and it can only be deleted. */
  | { readonly kind: "replace" }
  | { readonly kind: "refuse"; readonly hint: string };

export function nextStep(status: StackStatus | undefined): NextStep {
  switch (status) {
    case undefined:
    case "DELETE_COMPLETE":
    case "REVIEW_IN_PROGRESS":
      // The latter is left by a change set that was never executed: it holds no resources, and takes another one.
      return { kind: "create" };
    case "CREATE_COMPLETE":
    case "UPDATE_COMPLETE":
    case "UPDATE_FAILED":
    case "UPDATE_ROLLBACK_COMPLETE":
    case "IMPORT_COMPLETE":
    case "IMPORT_ROLLBACK_COMPLETE":
      return { kind: "update" };
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
    case "CREATE_FAILED":
    case "ROLLBACK_FAILED":
    case "DELETE_FAILED":
      return { kind: "refuse", hint: "Look at what is left of it, then delete the stack: only that is possible now." };
    case "UPDATE_ROLLBACK_FAILED":
      return {
        kind: "refuse",
        hint: "Continue its rollback (aws cloudformation continue-update-rollback), skipping what can't be rolled back.",
      };
    case "IMPORT_ROLLBACK_FAILED":
      return { kind: "refuse", hint: "Finish the import's rollback in the CloudFormation console first." };
  }
  status satisfies never;
  return { kind: "refuse", hint: "This version knows no such status." };
}

/** The statuses of a stack in which what was asked for is there. */
export function succeeded(status: string | undefined): boolean {
  return status === "CREATE_COMPLETE" || status === "UPDATE_COMPLETE";
}
