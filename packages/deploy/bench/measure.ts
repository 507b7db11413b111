import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

export interface Measured {
  /** User and system time of the program and all that it started. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Of the program alone; 0 where it is not Node.js. */
  readonly peakBytes: number;
}

interface Program {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The run that needed the least time of several: what else the machine did is in the others. */
export function measure(program: Program, runs = 3): Measured {
  const all = Array.from({ length: runs }, () => once(program));
  return all.reduce((best, next) => (next.cpuMs < best.cpuMs ? next : best));
}

function once({ command, cwd, env = {} }: Program): Measured {
  const peakFile = join(cwd, "..", "peak");
  // bash's `time` counts what the program's own children used, once they were waited for.
  const timed = ["-c", 'TIMEFORMAT="cpu %U %S %R"; time "$@" >/dev/null', "bash", ...command];
  const { status, stderr } = spawnSync("bash", timed, {
    cwd,
    env: { ...process.env, LC_ALL: "C", PEAK_FILE: peakFile, ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${command.join(" ")} failed: ${stderr}`);
  const [user = 0, system = 0, real = 0] = /^cpu (\S+) (\S+) (\S+)$/m.exec(stderr)?.slice(1).map(Number) ?? [];
  return { cpuMs: (user + system) * 1000, wallMs: real * 1000, peakBytes: takeNumber(peakFile) };
}

function takeNumber(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  } finally {
    rmSync(file, { force: true });
  }
}
