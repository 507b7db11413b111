import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DeployError } from "@cashsouk/deploy";
import { isAlive, readRecord, stopRecorded, writeRecord, type StopOptions } from "../machine/process";
import { until } from "../wait";
import { writePrivate, type Instance } from "./instance";
import { ownerEnvironment, stopOwned } from "./owner";

/** One of the processes that an instance consists of. */
export interface Server {
  name: string;
  /** What must be there before it starts. */
  prepare?: (instance: Instance) => Promise<void> | void;
  /** What it is told, by a file; one that runs is started again when this changed. */
  configuration?: (instance: Instance) => unknown;
  /** It looks into its file whenever it needs it, so a change does not take it away from who uses it. */
  rereads?: true;
  argv: (instance: Instance, configurationFile: string) => [string, ...string[]];
  env?: (instance: Instance, configurationFile: string) => Record<string, string>;
  answers: (instance: Instance) => Promise<boolean>;
  /** Where it is reached, told to people. */
  address: (instance: Instance) => string;
  stop?: StopOptions;
}

export async function startServer(server: Server, instance: Instance): Promise<"started" | "runs"> {
  const told = configurationFile(server, instance);
  const changed = writeConfiguration(server, instance, told);
  if (changed && !server.rereads) await stopServer(server, instance);
  if (isRunning(server, instance)) {
    await answered(server, instance);
    return "runs";
  }
  await server.prepare?.(instance);
  const log = openSync(logFile(server, instance), "a");
  const [command, ...args] = server.argv(instance, told);
  const env = { ...process.env, ...server.env?.(instance, told), ...ownerEnvironment(instance, server.name) };
  // A group of its own, so that Ctrl-C in the terminal does not reach it.
  const child = spawn(command, args, { detached: true, stdio: ["ignore", log, log], env });
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  writeRecord(recordFile(server, instance), child.pid!);
  child.unref();
  try {
    await answered(server, instance);
  } catch (error) {
    // It ended by itself: nothing was lost that a later start would have to clear away.
    if (!isRunning(server, instance)) rmSync(recordFile(server, instance), { force: true });
    throw error;
  }
  return "started";
}

/** Whether it differs from what the server was told last. */
function writeConfiguration(server: Server, instance: Instance, file: string): boolean {
  if (!server.configuration) return false;
  const text = `${JSON.stringify(server.configuration(instance), null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, "utf8") === text) return false;
  writePrivate(file, text);
  return true;
}

async function answered(server: Server, instance: Instance): Promise<void> {
  const hint = `Read ${logFile(server, instance)}.`;
  const answers = () => {
    if (!isRunning(server, instance))
      throw new DeployError("server-ended", `${server.name} ended while starting.`, hint);
    return server.answers(instance);
  };
  await until(answers, { for: `${server.name} to answer at ${server.address(instance)}`, timeoutMs: 60_000, hint });
}

export async function stopServer(server: Server, instance: Instance): Promise<boolean> {
  const stopped = await stopRecorded(recordFile(server, instance), server.stop);
  // One that was started and not yet recorded when its starter was killed.
  const orphans = await stopOwned(instance, server.name, server.stop);
  return stopped || orphans > 0;
}

export function isRunning(server: Server, instance: Instance): boolean {
  const recorded = readRecord(recordFile(server, instance));
  return recorded !== undefined && isAlive(recorded);
}

/** Recorded, and yet not running: it was killed, since stopping takes the record away. */
export function wasKilled(server: Server, instance: Instance): boolean {
  return readRecord(recordFile(server, instance)) !== undefined && !isRunning(server, instance);
}

function logFile({ name }: Server, { folder }: Instance): string {
  return join(folder, "logs", `${name}.log`);
}

function configurationFile({ name }: Server, { folder }: Instance): string {
  return join(folder, `${name}.json`);
}

function recordFile({ name }: Server, { folder }: Instance): string {
  return join(folder, "processes", `${name}.json`);
}

/** Whether an address answers at all with a good status within a second. */
export async function answersHttp(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
