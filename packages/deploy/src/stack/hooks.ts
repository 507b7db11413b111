import type { OperationEvent, StackEvent } from "@aws-sdk/client-cloudformation";

type HookEvent = Pick<StackEvent & OperationEvent, "HookType" | "HookStatus" | "HookStatusReason" | "HookFailureMode">;

/** What an event says of a hook, for the log; nothing where it is of none. */
export function hookNews({ HookType, HookStatus, HookStatusReason }: HookEvent): string {
  if (HookType === undefined) return "";
  return `: hook ${HookType} ${HookStatus}${HookStatusReason ? `: ${HookStatusReason}` : ""}`;
}

/** What a hook has against a change; `warns`: it lets it through all the same. */
export function objection(event: HookEvent): { readonly text: string; readonly warns: boolean } | undefined {
  const { HookType, HookStatus, HookStatusReason = "no reason given", HookFailureMode } = event;
  if (HookStatus !== "HOOK_COMPLETE_FAILED" && HookStatus !== "HOOK_FAILED") return undefined;
  return { text: `${HookType}: ${HookStatusReason}`, warns: HookFailureMode === "WARN" };
}
