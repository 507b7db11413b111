import { readFileSync } from "node:fs";

const sampleMs = 500;

/** How much more memory the machine used at most than when this began, in bytes, sampled twice a second. */
export function watchMemory(): { peakBytes: () => number; stop: () => void } {
  const before = usedBytes();
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, usedBytes() - before)), sampleMs);
  return { peakBytes: () => peak, stop: () => clearInterval(timer) };
}

/** What no process could have without something being given back (proc(5): MemTotal − MemAvailable). */
function usedBytes(): number {
  const text = readFileSync("/proc/meminfo", "utf8");
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
  return (kilobytes("MemTotal") - kilobytes("MemAvailable")) * 1024;
}
