import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseManifest } from "@cashsouk/deploy/manifest";
import { ledgerPath, readReleases } from "@cashsouk/deploy/release";
import { shortName } from "@cashsouk/deploy";
import type { Instance } from "../instance/instance";
import { rootClients } from "./clients";
import { observe, type Sighting } from "./observe";
import { publicUrlPattern } from "./variables";

/** Every service of the checkout's manifest, read from the running instance. */
export async function look(instance: Instance, checkout: string): Promise<Sighting[]> {
  const { ecs, ssm } = rootClients(instance);
  const { services } = parseManifest(readFileSync(join(checkout, "services.json"), "utf8"));
  const releases = await readReleases(ssm, ledgerPath("local"));
  const cluster = `cashsouk-${shortName("local")}`;
  const pattern = publicUrlPattern(instance);
  return Promise.all(services.map((service) => observe(ecs, cluster, pattern, service, releases.get(service.name))));
}
