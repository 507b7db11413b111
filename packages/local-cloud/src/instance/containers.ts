import { attempt } from "../command";
import { docker, dockerCommand, engineVersion } from "../machine/engine";
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

/** Removes the images that were pulled from the instance's registry, whose port may become another instance's. */
export async function removeImages({ ports }: Instance): Promise<void> {
  if (!(await engineVersion())) return;
  const format = "{{.Repository}}:{{.Tag}} {{.Repository}}@{{.Digest}}";
  const listed = words(await docker(["images", "--digests", "--format", format]));
  const own = listed.filter((name) => name.startsWith(`127.0.0.1:${ports.gateway}/`) && !name.includes("<none>"));
  // Removing an image's last tag takes its digest's name along, so a name may be gone already.
  for (const name of new Set(own)) await attempt([dockerCommand(), "rmi", name]);
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
