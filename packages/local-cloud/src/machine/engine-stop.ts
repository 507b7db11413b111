import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DeployError } from "@cashsouk/deploy";
import { run } from "../command";
import { readBridge } from "./bridge";
import { docker, engineRecord } from "./engine";
import { cacheFolder } from "./folders";
import { withLock } from "./lock";
import { isAlive, readRecord, stopRecorded } from "./process";
import { runAsRoot } from "./root";

export type EngineStop = "stopped" | "not-ours" | "in-use";

const lock = join(cacheFolder, "engine.lock");
/** What an interrupted command needs to end by itself. */
const endsWithinMs = 10_000;

/** Nobody stops the engine during the work, also while it has no container yet: a base image is made, an instance starts. */
export async function usingEngine<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(cacheFolder, { recursive: true });
  return withLock(lock, work, { what: "A stop of Docker Engine", shared: true });
}

/** Stops the engine if we started it and nobody uses it any more. */
export async function stopEngine(): Promise<EngineStop> {
  mkdirSync(cacheFolder, { recursive: true });
  try {
    return await withLock(lock, stopUnused, { what: "A command that uses Docker Engine", timeoutMs: endsWithinMs });
  } catch (error) {
    if (error instanceof DeployError && error.code === "locked") return "in-use";
    throw error;
  }
}

async function stopUnused(): Promise<EngineStop> {
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
