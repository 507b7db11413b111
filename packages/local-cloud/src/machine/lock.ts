import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { DeployError } from "@cashsouk/deploy";

export interface LockOptions {
  /** What holds it, for whoever finds it held: "A set-up of this machine". */
  readonly what: string;
  /** 0 refuses at once. */
  readonly timeoutMs?: number;
  /** What to do where it is refused. */
  readonly hint?: string;
  /** Called with who holds it, when that takes longer than a second. */
  readonly onWait?: (holder: string) => void;
  /** Held together with others that share it. */
  readonly shared?: boolean;
}

/**
 * Does the work while no other process holds the file. Two instances that start at once would otherwise choose the same
 * ports, and two set-ups make the same tool.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, options: LockOptions): Promise<T> {
  const { what, timeoutMs = 900_000, hint, onWait = () => {}, shared = false } = options;
  const holder = () => readFileSync(file, "utf8") || "a process that has just begun";
  // flock holds the lock while its command runs, and cat ends with the pipe: a holder that is killed lets go.
  const hold = spawn(
    "flock",
    [shared ? "--shared" : "--exclusive", "--timeout", `${timeoutMs / 1000}`, file, "sh", "-c", "echo held; exec cat"],
    {
      stdio: ["pipe", "pipe", "ignore"],
      // Ctrl-C in the terminal must not take the lock from work that still cleans up.
      detached: true,
    },
  );
  const released = new Promise<void>((resolve) => hold.once("exit", () => resolve()));
  const waiting = setTimeout(() => onWait(holder()), 1_000);
  const held = await new Promise<boolean>((resolve, reject) => {
    hold.once("error", reject).once("exit", () => resolve(false));
    hold.stdout.once("data", () => resolve(true));
  });
  clearTimeout(waiting);
  if (!held) {
    const waited = timeoutMs > 0 ? ` Waited ${timeoutMs / 1000} s for its end.` : "";
    throw new DeployError("locked", `${what} already runs: ${holder()}.${waited}`, hint);
  }
  if (!shared) writeFileSync(file, `process ${process.pid}, since ${new Date().toTimeString().slice(0, 8)}`);
  try {
    return await work();
  } finally {
    if (!shared) writeFileSync(file, "");
    hold.stdin.end();
    await released;
  }
}
