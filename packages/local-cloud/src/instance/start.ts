import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readBridge } from "../machine/bridge";
import { cacheFolder, checkout as ownCheckout } from "../machine/folders";
import { withLock } from "../machine/lock";
import type { Progress } from "../progress";
import { addCredentialsAddress } from "./credentials-address";
import { emulator } from "./emulator";
import { publicHosts } from "./hosts";
import { identityOf, newSecrets, readInstance, writeInstance, type Instance } from "./instance";
import { choosePorts } from "./ports";
import { isRunning, startServer, stopServer, wasKilled, type Server } from "./server";
import { servers } from "./servers";
import { resetInstance } from "./stop";

export interface StartOptions {
  /** Ports are looked for from this one upwards. */
  firstPort?: number | undefined;
  /** Whose services the hosts are for; this checkout's if it is not given. */
  checkout?: string | undefined;
  /** Those of its servers that are wanted, in their order; all if it is not given. */
  servers?: readonly Server[];
}

/** Starts what does not run of the instance; the machine must be set up. */
export async function startInstance(name: string, progress: Progress, options: StartOptions = {}): Promise<Instance> {
  mkdirSync(cacheFolder, { recursive: true });
  const onWait = (holder: string) => progress.say(`another instance starts (${holder}); waiting for it …`);
  const start = async () => {
    await clearAfterKill(name, progress);
    await clearOrphans(name);
    const instance = await locate(name, options);
    writeInstance(instance);
    await addCredentialsAddress(instance.bridge);
    for (const server of options.servers ?? servers) await startShown(server, instance, progress);
    return instance;
  };
  return withLock(join(cacheFolder, "start.lock"), start, { what: "The start of an instance", onWait });
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

/** What a killed start left unrecorded would hold the ports that were given away. */
async function clearOrphans(name: string): Promise<void> {
  const before = readInstance(name);
  for (const server of servers) if (before && !isRunning(server, before)) await stopServer(server, before);
}

async function startShown(server: Server, instance: Instance, progress: Progress): Promise<void> {
  const title = `${server.name} at ${server.address(instance)}`;
  const start = () => startServer(server, instance);
  if (isRunning(server, instance)) progress.say(`${title}: ${await start()}`);
  else await progress.step(title, start);
}

async function locate(name: string, { firstPort, checkout = ownCheckout }: StartOptions): Promise<Instance> {
  const hosts = publicHosts(checkout);
  const before = readInstance(name);
  // What an older start did not know yet is made now.
  const secrets = { ...newSecrets(), ...before?.secrets };
  if (before && servers.some((server) => isRunning(server, before))) return { ...before, hosts, secrets };
  const bridge = await readBridge();
  const addresses = ["127.0.0.1", bridge.address];
  const ports = await choosePorts({ recorded: before?.ports, first: firstPort, addresses });
  return { ...identityOf(name), ports, bridge, hosts, secrets };
}
