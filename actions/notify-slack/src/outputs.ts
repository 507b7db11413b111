export const outputNames = ["thread", "delivered"] as const;

export function outputs(thread: string | undefined): Record<(typeof outputNames)[number], unknown> {
  return { thread: thread ?? "", delivered: thread !== undefined };
}
