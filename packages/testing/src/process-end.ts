import { readFileSync } from "node:fs";
import { eventually } from "./eventually";

/** Resolves when the process has ended; a zombie that nobody reaps has. */
export async function processEnd(pid: number): Promise<void> {
  await eventually(`process ${pid} to end`, () => {
    try {
      return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    } catch {
      return true;
    }
  });
}
