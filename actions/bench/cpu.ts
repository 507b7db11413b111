import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

export interface Program {
  readonly script: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** One run's CPU time in milliseconds, and what it printed. */
export async function runOnce(
  node: string,
  { script, cwd, env }: Program,
): Promise<{ cpuMs: number; printed: string }> {
  const child = spawn(node, ["--require", join(__dirname, "print-cpu.cjs"), script], {
    cwd,
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const outputs = [child.stdout, child.stderr, child.stdio[3] as Readable].map((stream) => text(stream as Readable));
  const [printed = "", errors = "", cpu = ""] = await Promise.all(outputs);
  if (!(Number(cpu) > 0)) throw new Error(`${script} told no CPU time:\n${printed}${errors}`);
  return { cpuMs: Number(cpu), printed: printed + errors };
}

/** The programs' medians over several runs, in turns, so that a busy machine is as unfair to each of them. */
export async function medians(node: string, programs: readonly Program[], runs: number): Promise<number[]> {
  const measured = programs.map((): number[] => []);
  // The first turn fills the page cache.
  for (let turn = 0; turn <= runs; turn++)
    for (const [index, program] of programs.entries()) {
      const { cpuMs } = await runOnce(node, program);
      if (turn > 0) measured[index]?.push(cpuMs);
    }
  return measured.map((times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0);
}
