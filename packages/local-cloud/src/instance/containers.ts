import { existsSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../command";
import { docker, dockerCommand, engineVersion } from "../machine/engine";
import { layersFolder } from "./emulator";
import type { Instance } from "./instance";

/** The label that the launcher gives to what it makes in the engine. */
const label = "cashsouk.instance";

/** Removes the instance's containers and networks, running or not; says how many containers there were. */
export async function removeContainers({ id }: Instance): Promise<number> {
  if (!(await engineVersion())) return 0;
  const own = ["--filter", `label=${label}=${id}`, "-q"];
  const containers = words(await docker(["ps", "-a", ...own]));
  // Anonymous volumes go with their container.
  if (containers.length > 0) await docker(["rm", "--force", "--volumes", ...containers]);
  const networks = words(await docker(["network", "ls", ...own]));
  if (networks.length > 0) await docker(["network", "rm", ...networks]);
  return containers.length;
}

/** Removes the images of the instance's registry from the engine, by the names that they have of it. */
export async function removeImages(instance: Instance): Promise<void> {
  if (!(await engineVersion())) return;
  const format = "{{.ID}} {{.Repository}}:{{.Tag}} {{.Repository}}@{{.Digest}}";
  const listed = await docker(["images", "--no-trunc", "--digests", "--format", format]);
  const kept = (id: string) => existsSync(join(layersFolder(instance), id.replace(":", "-")));
  // Removing an image's last tag takes its digest's name along, so a name may be gone already.
  for (const name of ownNames(listed, `127.0.0.1:${instance.ports.gateway}/`, kept))
    await attempt([dockerCommand(), "rmi", name]);
}

/**
 * The names of a registry that are this instance's: another one may have had the port before, or has it now. An image's
 * id is its configuration's digest, which the registry that it was pushed to keeps.
 */
export function ownNames(listed: string, registry: string, kept: (id: string) => boolean): string[] {
  const rows = listed.split("\n").map(words);
  const own = rows.flatMap(([id = "", ...names]) => (kept(id) ? names : []));
  return [...new Set(own)].filter((name) => name.startsWith(registry) && !name.includes("<none>"));
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
