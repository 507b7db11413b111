import type { Delivery } from "@cashsouk/deploy/notify";

export const outputNames = ["thread", "permalink", "delivered"] as const;

/** `slack`: where Slack has it; `delivered`: whether everyone who was to be told was told. */
export function outputs(
  slack: Delivery | undefined,
  delivered: boolean,
): Record<(typeof outputNames)[number], unknown> {
  return { thread: slack?.thread ?? "", permalink: slack?.permalink ?? "", delivered };
}
