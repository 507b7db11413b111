import { join } from "node:path";
import { projectName, removeProject, removeVolumes } from "../dev/project";
import { stopEngine } from "../machine/engine-stop";
import { runAsRoot } from "../machine/root";
import type { Progress } from "../progress";
import { removeContainers, removeImages } from "./containers";
import { removeCredentialsAddress } from "./credentials-address";
import { emulator } from "./emulator";
import { instanceNames, readInstance, type Instance } from "./instance";
import { stopOwned } from "./owner";
import { postgres } from "./postgres";
import { proxy } from "./proxy";
import { stopServer } from "./server";
import { slack } from "./slack";

/** Stops everything that the instance or an interrupted command on it left running; its state stays. */
export async function stopInstance(name: string, progress: Progress): Promise<void> {
  const instance = readInstance(name);
  if (!instance) return progress.say(`${name}: was never started`);
  // Whoever still deploys must end before what it deploys to; the emulator before its tasks, or it would start them again.
  await stop(`commands of ${instance.id}`, async () => (await stopOwned(instance, "command")) > 0, progress);
  const project = projectName(instance);
  await stop(`services of ${project}`, async () => (await removeProject(project)) > 0, progress);
  for (const server of [proxy, emulator]) await stop(server.name, () => stopServer(server, instance), progress);
  await stop(`containers of ${instance.id}`, async () => (await removeContainers(instance)) > 0, progress);
  for (const server of [slack, postgres]) await stop(server.name, () => stopServer(server, instance), progress);
  await removeCredentialsAddress(instance.bridge);
  progress.say(`${name}: nothing of it runs`);
}

async function stop(what: string, work: () => Promise<boolean>, progress: Progress): Promise<void> {
  const begun = Date.now();
  if (await work()) progress.say(`${what}: stopped, ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}

/** Stops all instances of this checkout, then the engine if it is ours and nobody else uses it. */
export async function stopEverything(progress: Progress): Promise<void> {
  for (const name of instanceNames()) await stopInstance(name, progress);
  const engine = await stopEngine();
  if (engine === "stopped") progress.say("Docker Engine: stopped");
  if (engine === "in-use") progress.say("Docker Engine: still used by others, left running");
}

/** Stops the instance and forgets its state, its ports and secrets excepted. */
export async function resetInstance(name: string, progress: Progress): Promise<void> {
  await stopInstance(name, progress);
  const instance = readInstance(name);
  if (!instance) return;
  await removeImages(instance);
  await removeVolumes(projectName(instance));
  await forget(instance);
  progress.say(`${name}: state removed`);
}

const forgotten = ["ministack", "postgresql", "requests.jsonl", "slack-messages.json", "variables.json"];

async function forget({ folder }: Instance): Promise<void> {
  // The database's files belong to another user.
  await runAsRoot(["rm", "-rf", ...forgotten.map((name) => join(folder, name))]);
}
