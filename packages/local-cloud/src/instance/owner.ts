import { readdirSync, readFileSync } from "node:fs";
import { identify, stopProcess, type StopOptions } from "../machine/process";
import type { Instance } from "./instance";

const variable = "CASHSOUK_INSTANCE";

/**
 * The environment that everything started for an instance gets and hands on to its own children.
 * It is how `down` finds what an interrupted command left behind: nothing else carries it.
 */
export function ownerEnvironment({ id }: Pick<Instance, "id">, part: string): Record<string, string> {
  return { [variable]: `${id}/${part}` };
}

/** Stops every process of that part of the instance, this one and those above it excepted; says how many there were. */
export async function stopOwned(
  instance: Pick<Instance, "id">,
  part: string,
  options: StopOptions = {},
): Promise<number> {
  const mark = `${variable}=${ownerEnvironment(instance, part)[variable]}`;
  const spared = ancestry(process.pid);
  const owned = pids().filter((pid) => !spared.has(pid) && environmentOf(pid).includes(mark));
  const processes = owned.map(identify).filter((found) => found !== undefined);
  await Promise.all(processes.map((found) => stopProcess(found, options)));
  return processes.length;
}

function pids(): number[] {
  return readdirSync("/proc").map(Number).filter(Boolean);
}

function environmentOf(pid: number): string[] {
  return read(`/proc/${pid}/environ`).split("\0");
}

function ancestry(pid: number): Set<number> {
  const line = new Set<number>();
  for (let at = pid; at > 0 && !line.has(at); at = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${at}/status`))?.[1] ?? 0))
    line.add(at);
  return line;
}

/** Empty for a process that is gone, or another user's. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
