export interface Count {
  passed: number;
  failed: number;
}

/** The closing lines of the runners that are used here; every such line adds up (turbo prints one a package). */
const closings = [
  /^.*\bTests: .*$/, // Jest
  /^(?:=+ )?\d+ (?:passed|failed|errors?|skipped).* in [\d.]+s/, // pytest, quiet or not
  /^\s+\d+ (?:passed|failed|skipped)\b.*$/, // Playwright
];

/** What a runner says that ran nothing. */
const nothing = /\bno tests (?:found|ran)\b/i;

/** How many tests a runner's output counts; a command that counts none is one check, judged by its exit code. */
export function countTests(output: string, ok: boolean): Count {
  const all = plain(output);
  const lines = all.split("\n").filter((line) => closings.some((closing) => closing.test(line)));
  const sum = (word: RegExp) => lines.reduce((total, line) => total + Number(word.exec(line)?.[1] ?? 0), 0);
  const counted = { passed: sum(/(\d+) passed/), failed: sum(/(\d+) failed/) + sum(/(\d+) errors?\b/) };
  // A suite that could not even start fails without a failed test.
  if (!ok) return counted.failed > 0 ? counted : { ...counted, failed: 1 };
  if (counted.passed + counted.failed > 0) return counted;
  return lines.length > 0 || nothing.test(all) ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 };
}

/** How many of its tasks turbo replayed from its cache, in words; empty for any other command and where it ran all. */
export function replayed(output: string): string {
  const [, cached = "0", total] = /^ *Cached: +(\d+) cached, (\d+) total/m.exec(plain(output)) ?? [];
  return cached === "0" ? "" : ` (${cached} of ${total} replayed from the cache)`;
}

/** Without the colours and cursor movements of a terminal. */
export function plain(output: string): string {
  // eslint-disable-next-line no-control-regex -- the escape character is what is looked for
  return output.replaceAll(/\u001b\[[\d;?]*[A-Za-z]/g, "");
}
