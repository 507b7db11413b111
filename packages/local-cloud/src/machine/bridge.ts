import { DeployError } from "@cashsouk/deploy";
import { run } from "../command";
import { docker } from "./engine";

/** The engine's default network: where containers reach the host. */
export interface Bridge {
  name: string;
  address: string;
  subnet: string;
}

export async function readBridge(): Promise<Bridge> {
  const format = '{{index .Options "com.docker.network.bridge.name"}} {{(index .IPAM.Config 0).Subnet}}';
  const described = (await docker(["network", "inspect", "bridge", "--format", format])).trim();
  const [name = "", subnet = ""] = described.split(" ");
  const address = await addressOf(name);
  if (address) return { name, address, subnet };
  throw new DeployError("no-bridge", `Docker Engine's bridge "${name}" has no address on this machine.`);
}

/**
 * Asked of the interface: engine 20.10 does not tell the gateway of a bridge that it made itself, and Node does not list
 * one that no container is connected to. An address with a mask of 32 bits is one that was added.
 */
async function addressOf(device: string): Promise<string | undefined> {
  const [described] = JSON.parse(await run(["ip", "-json", "-4", "address", "show", "dev", device])) as [Interface?];
  return described?.addr_info.find(({ prefixlen }) => prefixlen < 32)?.local;
}

interface Interface {
  addr_info: { local: string; prefixlen: number }[];
}
