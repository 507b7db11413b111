import { plain } from "./count";

/** A failed test, as its runner's output tells of it. */
export interface Failure {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Where each runner begins to tell of a failed test. */
const titles = [
  /^\s+● (?!Console$)(.+)$/, // Jest
  /^FAILED (\S+)/, // pytest
  /^\s+\d+\) (\[.+?)[ ─]*$/, // Playwright
];
/** Where it tells of something else. */
const ends = /^(?:PASS|FAIL|Tests:|Test Suites:|Snapshots:|\s+\d+ (?:failed|passed)$)/;
const mostLines = 40;

/** The failed tests of a run, each once, in the order in which they are told. */
export function failures(output: string): Failure[] {
  const found = new Map<string, string[]>();
  let open: string[] | undefined;
  for (const told of plain(output).split("\n")) {
    // What turbo puts before a package's lines.
    const line = told.replace(/^\S+:test: ?/, "");
    const title = titles.map((pattern) => pattern.exec(line)?.[1]).find(Boolean);
    if (title !== undefined) {
      // Jest tells of all once more at its end.
      open = found.has(title) ? undefined : [];
      if (open) found.set(title, open);
    } else if (ends.test(line)) open = undefined;
    if (open && open.length < mostLines) open.push(line);
  }
  return [...found].map(([title, lines]) => ({ title, lines }));
}
