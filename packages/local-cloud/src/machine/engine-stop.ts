import { run } from "../command";
import { readBridge } from "./bridge";
import { docker, engineRecord } from "./engine";
import { isAlive, readRecord, stopRecorded } from "./process";
import { runAsRoot } from "./root";

export type EngineStop = "stopped" | "not-ours" | "in-use";

/** Stops the engine if we started it and nobody uses it any more. */
export async function stopEngine(): Promise<EngineStop> {
  const recorded = readRecord(engineRecord);
  if (!recorded || !isAlive(recorded)) return "not-ours";
  if (await isUsed()) return "in-use";
  const send = async (pid: number, signal: string) => void (await runAsRoot(["kill", `-${signal}`, `${pid}`]));
  await stopRecorded(engineRecord, { graceMs: 30_000, send });
  return "stopped";
}

/** By a container, or by something that listens on its bridge, as every local cloud does. */
async function isUsed(): Promise<boolean> {
  const containers = (await docker(["ps", "-q"])).trim();
  const { address } = await readBridge();
  return containers !== "" || (await run(["ss", "-Hltn", "src", address])).trim() !== "";
}
