import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../command";
import { checkout, stateFolder } from "../machine/folders";
import type { Progress } from "../progress";
import type { Check } from "./checks";
import { type Count, countTests, plain, replayed } from "./count";
import { failures } from "./failures";

interface Result extends Count {
  readonly check: Check;
  readonly ok: boolean;
  readonly seconds: number;
  readonly log: string;
  readonly output: string;
}

const shownLines = 60;
const shownFailures = 5;
const tick = 60_000;

/** Runs every check, also after one has failed; true when all is well. The last line counts the tests. */
export async function runChecks(
  checks: readonly Check[],
  progress: Progress,
  write: (line: string) => void,
): Promise<boolean> {
  const results: Result[] = [];
  const lucky: string[] = [];
  const run = async (check: Check) => {
    progress.say(`${check.name} …`);
    const result = await runCheck(check, progress);
    progress.say(`${result.ok ? "✓" : "✗"} ${check.name}: ${told(result)}, ${result.seconds.toFixed(0)} s`);
    if (!result.ok) write(whatFailed(result));
    return result;
  };
  for (const check of checks) {
    const first = await run(check);
    const again = !first.ok && check.again ? await run({ ...check, name: `${check.name}, once more` }) : undefined;
    if (again?.ok) lucky.push(`FLAKY: ${check.name}, which passed once more${named(first)}`);
    results.push(again ?? first);
  }
  for (const line of lucky) write(line);
  const failed = results.filter(({ ok }) => !ok);
  for (const result of failed) write(`FAILED: ${result.check.name}${named(result)} (all it printed: ${result.log})`);
  const total = (key: keyof Count) => results.reduce((sum, result) => sum + result[key], 0);
  write(`${total("passed")} passed, ${total("failed")} failed`);
  return failed.length === 0;
}

async function runCheck(check: Check, progress: Progress): Promise<Result> {
  const begun = Date.now();
  const seconds = () => (Date.now() - begun) / 1000;
  const folder = join(stateFolder, "checks");
  mkdirSync(folder, { recursive: true });
  const log = join(folder, `${check.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.log`);
  const alive = setInterval(() => progress.say(`  ${check.name}: ${seconds().toFixed(0)} s so far`), tick);
  let ok = false;
  let output = "";
  try {
    await check.prepare?.();
    const result = await attempt(check.argv, {
      cwd: check.cwd ?? checkout,
      ...(check.env ? { env: check.env } : {}),
      timeoutMs: check.limitMs,
      onLine: (line) => void (output += `${line}\n`),
    });
    ok = result.code === 0;
    if (!ok) output += `${check.argv.join(" ")} ${result.ending}\n`;
  } catch (error) {
    output += `${(error as Error).message}\n`;
  } finally {
    clearInterval(alive);
  }
  const count = countTests(output, ok);
  if (ok && count.failed > 0) {
    ok = false;
    output += "It ended well, but not one test ran.\n";
  }
  writeFileSync(log, plain(output));
  return { check, ok, seconds: seconds(), log, output: plain(output), ...count };
}

function told({ passed, failed, output }: Result): string {
  return `${passed} passed${failed > 0 ? `, ${failed} failed` : ""}${replayed(output)}`;
}

function named({ output }: Result): string {
  return failures(output)
    .map(({ title }) => `\n  - ${title}`)
    .join("");
}

/** What is told of the first failed tests; of what has none, the last lines. */
function whatFailed({ output }: Result): string {
  const told = failures(output).slice(0, shownFailures);
  const lines = told.length > 0 ? told.flatMap(({ lines }) => lines) : output.trimEnd().split("\n").slice(-shownLines);
  return lines.map((line) => `    | ${line}`).join("\n");
}
