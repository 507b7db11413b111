import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Service, parseManifest } from "@cashsouk/deploy/manifest";
import { checkout } from "../machine/folders";

const databasePort = 5432;

/** Where a developer finds what: the specification's own ports, or such from `firstPort` upwards. */
export interface DevAddresses {
  /** `postgres` and the services → port on loopback. */
  readonly ports: ReadonlyMap<string, number>;
  readonly services: readonly Service[];
  /** The first port that is left for the local cloud. */
  readonly next: number | undefined;
  url(service: string): string;
}

export function devAddresses(firstPort?: number): DevAddresses {
  const { services } = parseManifest(readFileSync(join(checkout, "services.json"), "utf8"));
  const specified: [string, number][] = [
    ["postgres", databasePort],
    ...services.map(({ name, devPort, port }): [string, number] => [name, devPort ?? port]),
  ];
  const given = ([name, port]: [string, number], index: number): [string, number] => [
    name,
    firstPort === undefined ? port : firstPort + index,
  ];
  const ports = new Map(specified.map(given));
  const next = firstPort === undefined ? undefined : firstPort + specified.length;
  return { ports, services, next, url: (service) => `http://localhost:${ports.get(service)}` };
}

/** As a developer's own tools reach it; the password is the specification's, since it listens on loopback only. */
export function databaseUrl({ ports }: Pick<DevAddresses, "ports">): string {
  return `postgresql://postgres:password@localhost:${ports.get("postgres")}/cashsouk_dev`;
}
