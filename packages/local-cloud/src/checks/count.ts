export interface Count {
  passed: number;
  failed: number;
}

/** The closing lines of the runners that are used here; every such line adds up (turbo prints one a package). */
const closings = [
  /^.*\bTests: .*$/, // Jest
  /^=+ .*\b(?:passed|failed|error).* in [\d.]+s.*=+$/, // pytest
  /^\s+\d+ (?:passed|failed)\b.*$/, // Playwright
];

/** How many tests a runner's output counts; a command that counts none is one check, judged by its exit code. */
export function countTests(output: string, ok: boolean): Count {
  const lines = plain(output)
    .split("\n")
    .filter((line) => closings.some((closing) => closing.test(line)));
  const sum = (word: RegExp) => lines.reduce((total, line) => total + Number(word.exec(line)?.[1] ?? 0), 0);
  const counted = { passed: sum(/(\d+) passed/), failed: sum(/(\d+) failed/) + sum(/(\d+) errors?\b/) };
  if (counted.passed + counted.failed === 0) return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  // A suite that could not even start fails without a failed test.
  return ok || counted.failed > 0 ? counted : { ...counted, failed: 1 };
}

/** Without the colours and cursor movements of a terminal. */
export function plain(output: string): string {
  // eslint-disable-next-line no-control-regex -- the escape character is what is looked for
  return output.replaceAll(/\u001b\[[\d;?]*[A-Za-z]/g, "");
}
