/** Where progress is written; a test gathers it. */
export type Write = (line: string) => void;

export interface Progress {
  say(line: string): void;
  /** Announces the step, does it, and tells how long it took; the work may return a word about its result. */
  step<T>(title: string, work: () => Promise<T>, result?: (value: T) => string): Promise<T>;
}

/** Lines start with the time since the command began, as m:ss. */
export function progress(
  write: Write = (line) => process.stdout.write(`${line}\n`),
  now: () => number = Date.now,
): Progress {
  const begun = now();
  const say = (line: string) => write(`${stamp(now() - begun)}  ${line}`);
  return {
    say,
    async step(title, work, result) {
      say(`${title} …`);
      const start = now();
      const value = await work();
      const told = result?.(value);
      say(`${title}: ${told ? `${told}, ` : ""}${((now() - start) / 1000).toFixed(1)} s`);
      return value;
    },
  };
}

function stamp(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, "0")}`;
}
