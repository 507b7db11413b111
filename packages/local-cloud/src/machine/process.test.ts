import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { until } from "../wait";
import { identify, isAlive, stopRecorded, writeRecord } from "./process";

const record = join(mkdtempSync(join(tmpdir(), "process-")), "process.json");
const started: ChildProcess[] = [];

function start(script: string): number {
  const child = spawn("sh", ["-c", script], { stdio: "ignore" });
  started.push(child);
  return child.pid!;
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

test("a recorded process is stopped, and its record is gone", async () => {
  const pid = start("exec sleep 600");
  writeRecord(record, pid);

  expect(await stopRecorded(record)).toBe(true);
  expect(identify(pid)).toBeUndefined();
  expect(existsSync(record)).toBe(false);
});

test("a process that got a recorded pid later is not touched", async () => {
  const pid = start("exec sleep 600");
  const own = identify(pid)!;
  writeFileSync(record, JSON.stringify({ ...own, started: `${own.started}0` }));

  expect(await stopRecorded(record)).toBe(false);
  expect(isAlive(own)).toBe(true);
});

test("a process of another start of the machine is not taken for the recorded one", () => {
  const own = identify(process.pid)!;
  expect(isAlive(own)).toBe(true);
  expect(isAlive({ ...own, started: own.started.replace(/^[^-]+/, "00000000") })).toBe(false);
});

test("one that does not heed the signal is killed when its time is up", async () => {
  const trapped = join(mkdtempSync(join(tmpdir(), "process-")), "trapped");
  const pid = start(`trap '' TERM; touch "${trapped}"; while :; do sleep 0.1; done`);
  const own = identify(pid)!;
  writeRecord(record, pid);
  await until(() => existsSync(trapped), { for: "the trap", timeoutMs: 30_000 });

  await stopRecorded(record, { graceMs: 300 });
  expect(isAlive(own)).toBe(false);
});

test.each(["", "{", "null"])("a record that holds %p stops nothing", async (content) => {
  writeFileSync(record, content);
  expect(await stopRecorded(record)).toBe(false);
});

test("a name with spaces and brackets does not shift the fields", async () => {
  const program = join(mkdtempSync(join(tmpdir(), "process-")), "a ) 1 (");
  symlinkSync("/usr/bin/sleep", program);
  const pid = start(`exec "${program}" 600`);
  const named = () => readFileSync(`/proc/${pid}/comm`, "utf8") === "a ) 1 (\n";
  await until(named, { for: "the name", timeoutMs: 30_000 });

  const ticks = (of: number) => Number(identify(of)!.started.split("-")[1]);
  expect(ticks(pid)).toBeGreaterThanOrEqual(ticks(process.pid));
  expect(ticks(pid) - ticks(start("exec sleep 600"))).toBeLessThanOrEqual(0);
});
