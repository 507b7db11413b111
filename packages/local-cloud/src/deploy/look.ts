import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseManifest } from "@cashsouk/deploy/manifest";
import { look as lookAt, type Sighting } from "@cashsouk/deploy/running";
import type { Instance } from "../instance/instance";
import { rootClients } from "./clients";
import { publicUrlPattern } from "./variables";

/** Every service of the checkout's manifest, read from the running instance. */
export async function look(instance: Instance, checkout: string): Promise<Sighting[]> {
  const { ecs, ssm } = rootClients(instance);
  const { services } = parseManifest(readFileSync(join(checkout, "services.json"), "utf8"));
  return lookAt({ ecs, ledger: ssm }, { environment: "local", services, publicUrls: publicUrlPattern(instance) });
}
