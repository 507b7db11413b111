import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { until } from "../wait";
import { isAlive, readRecord, writeRecord } from "./process";

/**
 * Does the work while no other process holds the folder; a holder that died without letting go is replaced.
 * Two instances that start at once would otherwise choose the same ports, and two set-ups build the same tool.
 */
export async function withLock<T>(folder: string, holding: string, work: () => Promise<T>): Promise<T> {
  const record = join(folder, "process.json");
  const take = () => {
    try {
      mkdirSync(folder);
    } catch {
      const holder = readRecord(record);
      if (holder && !isAlive(holder)) rmSync(folder, { recursive: true, force: true });
      return false;
    }
    writeRecord(record, process.pid);
    return true;
  };
  const hint = `If no other one runs: rm -r ${folder}`;
  await until(take, { for: `another process to finish ${holding}`, timeoutMs: 900_000, everyMs: 300, hint });
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
