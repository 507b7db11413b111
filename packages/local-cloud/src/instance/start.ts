import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readBridge } from "../machine/bridge";
import { cacheFolder } from "../machine/folders";
import { withLock } from "../machine/lock";
import type { Progress } from "../progress";
import { addCredentialsAddress } from "./credentials-address";
import { emulator } from "./emulator";
import { identityOf, newSecrets, readInstance, writeInstance, type Instance } from "./instance";
import { choosePorts } from "./ports";
import { isRunning, startServer, wasKilled } from "./server";
import { servers } from "./servers";
import { resetInstance } from "./stop";

export interface StartOptions {
  /** Ports are looked for from this one upwards. */
  firstPort?: number | undefined;
}

/** Starts what does not run of the instance; the machine must be set up. */
export async function startInstance(name: string, progress: Progress, options: StartOptions = {}): Promise<Instance> {
  mkdirSync(cacheFolder, { recursive: true });
  const onWait = () => progress.say("another instance starts; waiting for it …");
  const start = async () => {
    await clearAfterKill(name, progress);
    const instance = await locate(name, options);
    writeInstance(instance);
    await addCredentialsAddress(instance.bridge);
    for (const server of servers)
      if (isRunning(server, instance)) progress.say(`${server.name}: runs at ${server.address(instance)}`);
      else await progress.step(`${server.name} at ${server.address(instance)}`, () => startServer(server, instance));
    return instance;
  };
  return withLock(join(cacheFolder, "start.lock"), start, { onWait });
}

/** The emulator writes its state only when it is stopped: killed, it leaves tasks and databases of which it knows nothing. */
async function clearAfterKill(name: string, progress: Progress): Promise<void> {
  const before = readInstance(name);
  if (!before || !wasKilled(emulator, before)) return;
  progress.say(
    `${name}: ministack ended without writing its state, so stacks, images and secrets are lost; starting clean`,
  );
  await resetInstance(name, progress);
}

async function locate(name: string, { firstPort }: StartOptions): Promise<Instance> {
  const before = readInstance(name);
  if (before && servers.some((server) => isRunning(server, before))) return before;
  const bridge = await readBridge();
  const addresses = ["127.0.0.1", bridge.address];
  const ports = await choosePorts({ recorded: before?.ports, first: firstPort, addresses });
  return { ...identityOf(name), ports, bridge, secrets: before?.secrets ?? newSecrets() };
}
