/** What happened in a workflow run, read from act's JSON log (one object a line). */
export type ActEvent =
  | { kind: "step-started"; job: string; step: string }
  | { kind: "step-ended"; job: string; step: string; result: "success" | "failure" | "skipped"; seconds: number }
  | { kind: "output"; job: string; step: string; name: string; value: string }
  | { kind: "summary"; job: string; step: string; markdown: string }
  | { kind: "line"; job: string; step: string; text: string }
  | { kind: "job-ended"; job: string; result: "success" | "failure" }
  | { kind: "note"; level: string; text: string };

interface ActLine {
  job?: string;
  step?: string;
  stage?: string;
  level?: string;
  msg?: string;
  raw_output?: boolean;
  raw?: string;
  command?: string;
  name?: string;
  arg?: string;
  content?: string;
  stepResult?: "success" | "failure" | "skipped";
  jobResult?: "success" | "failure";
  executionTime?: number;
}

const nanosecondsPerSecond = 1e9;

/** One line of the log; what says nothing to a person (set-up, caching, cleaning) is undefined. */
export function readActLine(line: string): ActEvent | undefined {
  const entry = parse(line);
  if (!entry) return line.trim() ? { kind: "note", level: "info", text: line } : undefined;
  const { step = "" } = entry;
  // act pads a job's name to the longest.
  const job = entry.job?.trim() ?? "";
  if (entry.jobResult) return { kind: "job-ended", job, result: entry.jobResult };
  if (!entry.job) {
    if (entry.level === "error" || entry.level === "fatal")
      return { kind: "note", level: entry.level, text: entry.msg ?? "" };
    return undefined;
  }
  if (entry.raw_output) return { kind: "line", job, step, text: (entry.msg ?? "").replace(/\n$/, "") };
  if (entry.command === "set-output")
    return { kind: "output", job, step, name: entry.name ?? "", value: entry.arg ?? "" };
  if (entry.command === "summary") return { kind: "summary", job, step, markdown: entry.content ?? "" };
  const annotation = readAnnotation(entry.raw);
  if (annotation) return { kind: "line", job, step, text: annotation };
  // What act itself has against a step; that a program failed it says as "exit status", which is the step's result.
  if (entry.level === "error" && !entry.stepResult && !entry.msg?.startsWith("exit status"))
    return { kind: "line", job, step, text: `error: ${entry.msg ?? ""}` };
  if (entry.stage !== "Main") return undefined;
  if (entry.stepResult) {
    const seconds = (entry.executionTime ?? 0) / nanosecondsPerSecond;
    return { kind: "step-ended", job, step, result: entry.stepResult, seconds };
  }
  if (entry.msg?.startsWith("⭐ Run")) return { kind: "step-started", job, step };
  return undefined;
}

/** `::error title=x::text`, from the line as it was written: act takes it apart at every `::`, an ARN's as well. */
function readAnnotation(raw: string | undefined): string | undefined {
  const [, level, text] = /^::(error|warning|notice)(?: [^:]*)?::(.*)$/s.exec(raw ?? "") ?? [];
  if (level === undefined || text === undefined) return undefined;
  return `${level}: ${text.replaceAll("%0D", "").replaceAll("%0A", "\n").replaceAll("%25", "%").trimEnd()}`;
}

function parse(line: string): ActLine | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as ActLine;
  } catch {
    return undefined;
  }
}
