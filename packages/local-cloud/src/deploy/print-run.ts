import type { Write } from "../progress";
import type { ActEvent } from "../workflow/act-events";

/** Prints a workflow run as a person wants to follow it: steps with their seconds, and the lines of our own actions. */
export function runPrinter(write: Write): (event: ActEvent) => void {
  let job = "";
  return (event) => {
    if ("job" in event && event.job !== job && event.kind !== "output" && event.kind !== "summary") {
      job = event.job;
      write(`  ${job}`);
    }
    const line = describe(event);
    if (line) write(line);
  };
}

function describe(event: ActEvent): string | undefined {
  switch (event.kind) {
    case "step-ended":
      return `    ${mark[event.result]} ${step(event.step)} (${event.seconds.toFixed(1)} s)`;
    case "job-ended":
      return `  ${mark[event.result]} ${event.job}`;
    case "line":
      return event.text.trim() && isOurs(event.step) && !isBuildDetail(event.text) ? `      ${event.text}` : undefined;
    case "note":
      return `  ${event.level}: ${event.text}`;
    case "step-started":
    case "output":
    case "summary":
      return undefined;
    default:
      return event satisfies never;
  }
}

const mark = { success: "✓", failure: "✗", skipped: "–" };

/** What a checking command prints is in the log; on the screen only what goes on in the actions. */
function isOurs(name: string): boolean {
  return !/^(pnpm |actions\/)/.test(name);
}

/** Of an image's build the screen has the steps' headings (`#8 [build 4/8] RUN …`), of its push the result; the rest is in the log. */
function isBuildDetail(text: string): boolean {
  return /\bs: (?:#\d+ (?!\[)|[0-9a-f]{12}: |The push refers |key-[0-9a-f]+: )/.test(text);
}

function step(name: string): string {
  return name.split("\n")[0]!.replace(/@[0-9a-f]{40}$/, "");
}
