import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeployError } from "@cashsouk/deploy";
import type { Bridge } from "../machine/bridge";
import { checkout, stateFolder } from "../machine/folders";
import type { Ports } from "./ports";

export const account = "123456789012";
export const region = "ap-southeast-5";

/** One local cloud: its state, its addresses. Every checkout may have several, of different names. */
export interface Instance {
  name: string;
  /** Of the checkout and the name; what is the instance's own carries it (containers, networks, processes). */
  id: string;
  folder: string;
  ports: Ports;
  /** The container bridge: where tasks reach the host. */
  bridge: Bridge;
  /** The public hosts of the services. */
  hosts: readonly string[];
  secrets: Secrets;
}

export interface Secrets {
  postgresPassword: string;
  slackToken: string;
  slackWebhook: string;
  /** Of the demo users, all of them. */
  demoPassword: string;
}

/** What outlives a restart. */
interface State {
  ports: Ports;
  bridge: Bridge;
  hosts: readonly string[];
  secrets: Secrets;
}

export function identityOf(name: string): Pick<Instance, "name" | "id" | "folder"> {
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(name))
    throw new DeployError("invalid-instance", `--instance: want lower-case letters, digits and hyphens, got "${name}"`);
  const checkoutId = createHash("sha256").update(checkout).digest("hex").slice(0, 6);
  return { name, id: `${checkoutId}-${name}`, folder: join(stateFolder, name) };
}

/** The instance as it was last started; undefined if it never was. */
export function readInstance(name: string): Instance | undefined {
  const identity = identityOf(name);
  const file = stateFile(identity.folder);
  return existsSync(file) ? { ...identity, ...(JSON.parse(readFileSync(file, "utf8")) as State) } : undefined;
}

/** The names of all instances that this checkout ever started. */
export function instanceNames(): string[] {
  const folders = existsSync(stateFolder) ? readdirSync(stateFolder) : [];
  return folders.filter((name) => existsSync(stateFile(join(stateFolder, name))));
}

export function writeInstance({ folder, ports, bridge, hosts, secrets }: Instance): void {
  mkdirSync(join(folder, "logs"), { recursive: true });
  mkdirSync(join(folder, "processes"), { recursive: true });
  const state: State = { ports, bridge, hosts, secrets };
  writePrivate(stateFile(folder), `${JSON.stringify(state, null, 2)}\n`);
}

/** Files that hold a password or a token are their owner's alone. */
export function writePrivate(file: string, text: string): void {
  // Renamed into place: whoever reads it meanwhile gets the old text or the new one.
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function newSecrets(): Secrets {
  const random = () => randomBytes(16).toString("hex");
  return {
    postgresPassword: random(),
    slackToken: `xoxb-local-${random()}`,
    slackWebhook: `/services/TLOCAL/BLOCAL/${random()}`,
    // The user pool wants a capital, a small letter, a digit and a sign.
    demoPassword: `Demo-${random()}-1`,
  };
}

export function gatewayUrl({ ports }: Instance): string {
  return `http://127.0.0.1:${ports.gateway}`;
}

function stateFile(folder: string): string {
  return join(folder, "state.json");
}
