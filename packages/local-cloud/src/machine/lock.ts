import { spawn } from "node:child_process";
import { DeployError } from "@cashsouk/deploy";

/**
 * Does the work while no other process holds the file. Two instances that start at once would otherwise choose the same
 * ports, and two set-ups make the same tool.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  { timeoutMs = 900_000, onWait = () => {} }: { timeoutMs?: number; onWait?: () => void } = {},
): Promise<T> {
  // flock holds the lock while its command runs, and cat ends with the pipe: a holder that is killed lets go.
  const hold = spawn("flock", ["--timeout", String(timeoutMs / 1000), file, "sh", "-c", "echo held; exec cat"], {
    stdio: ["pipe", "pipe", "ignore"],
    // Ctrl-C in the terminal must not take the lock from work that still cleans up.
    detached: true,
  });
  const waiting = setTimeout(onWait, 1_000);
  const held = await new Promise<boolean>((resolve, reject) => {
    hold.once("error", reject).once("exit", () => resolve(false));
    hold.stdout.once("data", () => resolve(true));
  });
  clearTimeout(waiting);
  if (!held) throw new DeployError("locked", `Waited ${timeoutMs / 1000} s for another process that holds ${file}.`);
  try {
    return await work();
  } finally {
    hold.stdin.end();
  }
}
