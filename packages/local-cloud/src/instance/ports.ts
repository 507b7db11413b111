import { createServer } from "node:net";
import { DeployError } from "@cashsouk/deploy";

export interface Ports {
  gateway: number;
  proxy: number;
  loadBalancer: number;
  postgres: number;
  slack: number;
}

const preferred: Ports = { gateway: 4566, proxy: 8080, loadBalancer: 8081, postgres: 5433, slack: 8090 };

const attempts = 200;

export interface PortChoice {
  /** Kept where they are free, since addresses with them were given away (call-back addresses, task definitions). */
  recorded?: Ports | undefined;
  /** All ports are looked for from this one upwards. */
  first?: number | undefined;
  /** Where they have to be free. */
  addresses: readonly string[];
}

/** A free port for each name, no two alike. */
export async function choosePorts(choice: PortChoice): Promise<Ports> {
  const chosen: Partial<Ports> = {};
  for (const name of Object.keys(preferred) as (keyof Ports)[])
    chosen[name] = await freePort(candidates(name, choice), choice.addresses, new Set(Object.values(chosen)));
  return chosen as Ports;
}

function candidates(name: keyof Ports, { recorded, first }: PortChoice): number[] {
  const start = first ?? preferred[name];
  const upwards = Array.from({ length: attempts }, (_, index) => start + index);
  return recorded ? [recorded[name], ...upwards] : upwards;
}

async function freePort(ports: readonly number[], addresses: readonly string[], taken: Set<number>): Promise<number> {
  for (const port of ports) if (!taken.has(port) && (await isFree(port, addresses))) return port;
  throw new DeployError(
    "no-free-port",
    `No port from ${ports[0]} to ${ports.at(-1)} is free on ${addresses.join(" and ")}.`,
  );
}

export async function isFree(port: number, addresses: readonly string[]): Promise<boolean> {
  for (const address of addresses) if (!(await canListen(port, address))) return false;
  return true;
}

function canListen(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}
