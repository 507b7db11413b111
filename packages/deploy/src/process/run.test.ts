import { expect, test } from "@jest/globals";
import { processEnd } from "@cashsouk/testing/process-end";
import { run } from "./run";

/** What it gave within its limit; a machine too busy for its first line is given a longer one. */
async function atItsLimit(script: string, limitMs = 500): Promise<{ child: number; timedOut: boolean }> {
  const { stdout, timedOut } = await run("sh", ["-c", script], { limitMs });
  return stdout.length > 0 || limitMs > 20_000 ? { child: Number(stdout), timedOut } : atItsLimit(script, limitMs * 4);
}

test.each([
  ["a limit ends what the program started as well, though that holds the streams", 'sleep 600 & echo "$!"; wait'],
  ["a limit also ends what ignores the request to stop", 'trap "" TERM; (sleep 600; sleep 600) & echo "$!"; wait'],
])("%s", async (_title, script) => {
  const { child, timedOut } = await atItsLimit(script);
  expect(timedOut).toBe(true);
  expect(child).toBeGreaterThan(0);
  await processEnd(child);
});

test("a program that ended is not waited for because of what it left running", async () => {
  const lines: string[] = [];
  const script = 'sleep 600 & printf "%s\\nlast words" "$!"';
  const result = await run("sh", ["-c", script], { limitMs: 600_000, onLine: (line) => lines.push(line) });
  // Fails unless it still runs.
  process.kill(Number(lines[0]));
  expect(result).toMatchObject({ code: 0, timedOut: false });
  expect(lines[1]).toBe("last words");
});

test("no listener outlives the program", async () => {
  const before = process.listenerCount("SIGINT");
  await run("true", [], { limitMs: 50_000 });
  expect(process.listenerCount("SIGINT")).toBe(before);
});
