import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { until } from "../wait";

/** A process as it is recorded: a pid alone may have been given to another process since. */
export interface OwnProcess {
  pid: number;
  /** Ticks since the machine's start, and which start that was. */
  started: string;
}

/** The process's identity, or undefined when there is none of that pid (a zombie is none). */
export function identify(pid: number): OwnProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command's name, which may hold spaces and brackets.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z") return undefined;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8);
    return { pid, started: `${boot}-${fields[18]}` };
  } catch {
    return undefined;
  }
}

export function isAlive(recorded: OwnProcess): boolean {
  return identify(recorded.pid)?.started === recorded.started;
}

export function readRecord(file: string): OwnProcess | undefined {
  try {
    const record = JSON.parse(readFileSync(file, "utf8")) as OwnProcess | null;
    return record?.pid && record.started ? record : undefined;
  } catch {
    return undefined;
  }
}

export function writeRecord(file: string, pid: number): void {
  const own = identify(pid);
  if (own) writeFileSync(file, JSON.stringify(own));
}

export interface StopOptions {
  signal?: NodeJS.Signals;
  /** How long the process may take before it is killed. */
  graceMs?: number;
  /** Sends a signal; a process of another user needs more than `process.kill`. */
  send?: (pid: number, signal: NodeJS.Signals) => Promise<void> | void;
}

/** Stops the recorded process if it still is that process; says whether there was one to stop. */
export async function stopRecorded(file: string, options: StopOptions = {}): Promise<boolean> {
  const recorded = readRecord(file);
  const stopped = recorded !== undefined && isAlive(recorded);
  if (stopped) await stopProcess(recorded, options);
  rmSync(file, { force: true });
  return stopped;
}

export async function stopProcess(recorded: OwnProcess, options: StopOptions): Promise<void> {
  const send = options.send ?? ((pid: number, signal: NodeJS.Signals) => void process.kill(pid, signal));
  const gone = () => !isAlive(recorded);
  await send(recorded.pid, options.signal ?? "SIGTERM");
  try {
    await until(gone, { for: `process ${recorded.pid} to end`, timeoutMs: options.graceMs ?? 20_000 });
  } catch {
    if (isAlive(recorded)) await send(recorded.pid, "SIGKILL");
    await until(gone, { for: `process ${recorded.pid} to die`, timeoutMs: 5_000 });
  }
}
