import type { Environment } from "../environment";
import type { Service } from "../manifest";
import { namesOf } from "../names";
import { type LedgerReader, readReleases } from "../release";
import { type EcsLook, observe, type Sighting } from "./observe";

export interface WhereToLook {
  readonly environment: Environment;
  readonly services: readonly Service[];
  /** The services' public addresses, with `{subdomain}`. */
  readonly publicUrls: string;
}

/** Every service as it runs now, with what the ledger says of it. */
export async function look(
  { ecs, ledger }: { ecs: EcsLook; ledger: LedgerReader },
  { environment, services, publicUrls }: WhereToLook,
): Promise<Sighting[]> {
  const names = namesOf(environment);
  const releases = await readReleases(ledger, names.ledger);
  return Promise.all(
    services.map((service) => observe(ecs, names.cluster, publicUrls, service, releases.get(service.name))),
  );
}
