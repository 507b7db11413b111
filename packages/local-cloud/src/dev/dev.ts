import { setTimeout as delay } from "node:timers/promises";
import { DeployError } from "@cashsouk/deploy";
import { inColumns } from "../columns";
import { renderDemoUsers } from "../deploy/demo-users";
import { emulator } from "../instance/emulator";
import { identityOf, type Instance } from "../instance/instance";
import { isFree } from "../instance/ports";
import { proxy } from "../instance/proxy";
import { startInstance } from "../instance/start";
import { stopInstance } from "../instance/stop";
import { compose } from "../machine/compose";
import { postgresImage } from "../machine/postgres-image";
import { setUpMachine } from "../machine/setup";
import type { Progress, Write } from "../progress";
import { demoUsers, layDown } from "./account";
import { databaseUrl, type DevAddresses, devAddresses } from "./addresses";
import { buildApi } from "./api";
import { containersOf, openProject, type Project, projectName } from "./project";
import { lastLines, type Readiness, whenReady } from "./ready";
import { devSettings, readSettings, settingsFile, writeSettings } from "./settings";

export interface DevOptions {
  readonly instance: string;
  readonly firstPort: number | undefined;
}

const dayMs = 86_400_000;

/** Development with reload, until it is interrupted: then all of it is stopped, and the data stays. */
export async function dev(options: DevOptions, progress: Progress, write: Write): Promise<void> {
  await setUpMachine(progress, [compose, postgresImage]);
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupted.abort());
  try {
    const { project, addresses, instance } = await start(options, progress);
    const found = await whenReady(addresses, project.name, { progress, interrupted: interrupted.signal });
    write(`\n${render(found, instance, addresses)}\n`);
    await follow(project, interrupted.signal, write);
  } catch (error) {
    // What the interrupt ended on its way is no failure.
    if (!interrupted.signal.aborted) throw error;
  } finally {
    await stopInstance(options.instance, progress);
  }
}

async function start({ instance: name, firstPort }: DevOptions, progress: Progress) {
  const addresses = devAddresses(firstPort);
  await refuseTakenPorts(projectName(identityOf(name)), addresses);
  const servers = [emulator, proxy];
  const instance = await startInstance(name, progress, { firstPort: addresses.next, servers });
  await progress.step("the API's commands", buildApi);
  const log = { info: () => undefined, warning: (line: string) => progress.say(`  ${line}`) };
  const account = await progress.step("sign-in and uploads", () => layDown(instance, addresses, log));
  const file = settingsFile(instance);
  writeSettings(file, devSettings(instance, addresses, account, readSettings(file)));
  const project = await openProject(projectName(instance), "docker-compose.yml", file);
  await progress.step("database, migrations and demo data, services", () => up(project));
  return { instance, addresses, project };
}

/** Another program's port would be told by the engine in its own words, after everything else was started. */
async function refuseTakenPorts(project: string, { ports }: DevAddresses): Promise<void> {
  if ((await containersOf(project)).some(({ state }) => state === "running")) return;
  const taken: string[] = [];
  for (const [name, port] of ports) if (!(await isFree(port, ["127.0.0.1"]))) taken.push(`${port} (${name})`);
  if (taken.length > 0)
    throw new DeployError(
      "port-taken",
      `Another program listens on port ${taken.join(", ")}.`,
      `Stop it (ss -ltnp tells which it is), or choose others: make dev FIRST_PORT=13000`,
    );
}

async function up(project: Project): Promise<void> {
  try {
    await project.compose(["up", "--detach", "--remove-orphans"], { timeoutMs: 300_000 });
  } catch (cause) {
    const failed = (await containersOf(project.name)).find(({ status }) => /^Exited \([1-9]/.test(status));
    if (!failed) throw cause;
    const log = await lastLines(project.name, failed.service);
    throw new DeployError("service-ended", `${failed.service}: ${failed.status}\n${log}`, undefined, { cause });
  }
}

function render(found: readonly Readiness[], instance: Instance, addresses: DevAddresses): string {
  const table = inColumns([
    ["SERVICE", "ADDRESS", "STATE"],
    ...found.map(({ service, address, state }) => [service, address, state]),
    ["database", databaseUrl(addresses), "its data stays in a volume"],
  ]);
  const users = renderDemoUsers(demoUsers(instance, addresses));
  return `${table}\n\n${users}\n\nCtrl-C stops all of it, and so does make down in another terminal. The data stays.`;
}

/** The services' log as it comes. */
async function follow(project: Project, interrupted: AbortSignal, write: Write): Promise<void> {
  while (!interrupted.aborted) {
    await project.attempt(["logs", "--follow", "--tail=0"], { onLine: write, timeoutMs: dayMs });
    if (interrupted.aborted) return;
    // It ends by itself when the last container does: then somebody stopped them.
    if (!(await containersOf(project.name)).some(({ state }) => state === "running")) return;
    await delay(1_000);
  }
}
