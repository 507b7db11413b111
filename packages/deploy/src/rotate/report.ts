import { type RotationResult, type Step, steps } from "./types";

const titles: Record<Step, string> = {
  stage: "A new password is staged",
  prepare: "The next user is made",
  move: "The secret names it",
  "roll-out": "New tasks use it",
  lock: "The former user is locked",
  end: "The rotation is closed",
};

/** One table: what each step did, and which an earlier run had done. */
export function rotationSummary({ former, current, done }: RotationResult): string {
  const rows = steps.map((step) => [titles[step], done.get(step) ?? "by an earlier run"] as const);
  const width = Math.max(...rows.map(([title]) => title.length));
  return [
    `Rotated from ${former} to ${current}:`,
    ...rows.map(([title, what]) => `  ${title.padEnd(width)}  ${what}`),
  ].join("\n");
}
