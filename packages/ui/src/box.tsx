import type { ReactNode } from "react";

/** What stands where figures would be: that there are none, or that they can't be had; and the next step. */
export function Box({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="rounded-lg border border-line bg-linen p-6 sm:p-8">
      <h3 className="text-lg font-semibold">{title}</h3>
      <div className="mt-1 space-y-4 text-ink-soft">{children}</div>
    </div>
  );
}
