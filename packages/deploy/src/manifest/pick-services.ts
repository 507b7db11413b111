import { DeployError } from "../error";
import type { Manifest, Service } from "./manifest";

/** The named services in the manifest's order. An unknown name is an error that lists the known ones. */
export function pickServices(manifest: Manifest, names: readonly string[]): Service[] {
  const known = manifest.services.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new DeployError("unknown-service", `services: want some of ${known.join(", ")}, got "${unknown.join(", ")}"`);
  return manifest.services.filter(({ name }) => names.includes(name));
}
