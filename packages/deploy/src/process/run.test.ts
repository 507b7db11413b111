import { expect, test } from "@jest/globals";
import { existsSync, readFileSync } from "node:fs";
import { run } from "./run";

test("a limit ends what the program started as well, though that holds the streams", async () => {
  const script = 'sleep 60 & echo "$!"; wait';
  const begun = Date.now();
  const { stdout, timedOut } = await run("sh", ["-c", script], { limitMs: 300 });
  expect(timedOut).toBe(true);
  expect(Date.now() - begun).toBeLessThan(5_000);
  expect(lives(Number(stdout))).toBe(false);
});

test("a limit also ends what ignores the request to stop", async () => {
  const script = 'trap "" TERM; (sleep 60; sleep 60) & echo "$!"; wait';
  const { stdout } = await run("sh", ["-c", script], { limitMs: 300 });
  expect(lives(Number(stdout))).toBe(false);
});

test("a program that ended is not waited for because of what it left running", async () => {
  const lines: string[] = [];
  const begun = Date.now();
  const script = 'sleep 60 & printf "%s\\nlast words" "$!"';
  const result = await run("sh", ["-c", script], { limitMs: 30_000, onLine: (line) => lines.push(line) });
  process.kill(Number(lines[0]));
  expect(result).toMatchObject({ code: 0, timedOut: false });
  expect(Date.now() - begun).toBeLessThan(5_000);
  expect(lines[1]).toBe("last words");
});

test("no listener outlives the program", async () => {
  const before = process.listenerCount("SIGINT");
  await run("true", [], { limitMs: 5_000 });
  expect(process.listenerCount("SIGINT")).toBe(before);
});

/** A zombie that nobody reaps has ended, too. */
function lives(pid: number): boolean {
  const status = `/proc/${pid}/status`;
  return existsSync(status) && !/^State:\s+Z/m.test(readFileSync(status, "utf8"));
}
