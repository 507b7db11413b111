import { docker } from "../machine/engine";
import type { Instance } from "./instance";

/** The label that ministack gives to its containers; the launcher makes it the instance's own. */
const label = "ministack.instance";

/** Removes the instance's containers and networks, running or not; says how many containers there were. */
export async function removeContainers({ id, ports }: Instance): Promise<number> {
  const own = ["--filter", `label=${label}=${id}:${ports.gateway}`, "-q"];
  const containers = words(await docker(["ps", "-a", ...own]));
  // Anonymous volumes go with their container.
  if (containers.length > 0) await docker(["rm", "--force", "--volumes", ...containers]);
  const networks = words(await docker(["network", "ls", ...own]));
  if (networks.length > 0) await docker(["network", "rm", ...networks]);
  return containers.length;
}

/** Removes the images that were pulled from the instance's registry, whose port may become another instance's. */
export async function removeImages({ ports }: Instance): Promise<void> {
  const format = "{{.Repository}}:{{.Tag}} {{.Repository}}@{{.Digest}}";
  const listed = await docker(["images", "--digests", "--format", format, `127.0.0.1:${ports.gateway}/*/*`]);
  const references = words(listed).filter((reference) => !reference.includes("<none>"));
  for (const reference of new Set(references)) await docker(["rmi", "--force", reference]);
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
