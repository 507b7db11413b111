import { mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pythonFolder } from "../machine/python";
import { credentialsAddress } from "./credentials-address";
import { signInHost, uploadsHost } from "./hosts";
import { account, gatewayUrl, region, type Instance } from "./instance";
import { superuser } from "./postgres";
import { answersHttp, type Server } from "./server";

const launcher = resolve(__dirname, "../../launcher/main.py");

/** ministack with our launcher: AWS's APIs, the load balancer's port, tasks as containers. */
export const emulator: Server = {
  name: "ministack",
  prepare: (instance) => void mkdirSync(stateFolder(instance), { recursive: true }),
  configuration,
  // Every container gets the hosts that are in the file when it starts.
  rereads: true,
  argv: () => [join(pythonFolder, "bin/python"), launcher],
  env: (_, configurationFile) => ({ LOCAL_CLOUD_CONFIG: configurationFile }),
  answers: (instance) => answersHttp(`${gatewayUrl(instance)}/_ministack/health`),
  address: gatewayUrl,
  // It writes its state, images included, before it ends.
  stop: { graceMs: 90_000 },
};

/** What the launcher is told; it is the other side of this contract. */
function configuration(instance: Instance) {
  const { bridge, folder, hosts, id, ports, secrets } = instance;
  const reachable = (port: number) => [`127.0.0.1:${port}`, `${bridge.address}:${port}`];
  return {
    instance: id,
    account,
    region,
    bind: reachable(ports.gateway),
    loadBalancer: reachable(ports.loadBalancer),
    credentialsAddress,
    stateDir: stateFolder(instance),
    requestLog: join(folder, "requests.jsonl"),
    hosts: Object.fromEntries([...hosts, signInHost, uploadsHost].map((host) => [host, bridge.address])),
    postgres: {
      host: bridge.address,
      port: ports.postgres,
      adminDsn: `postgresql://${superuser}:${secrets.postgresPassword}@127.0.0.1:${ports.postgres}/postgres`,
    },
    lintSchemas: join(sitePackages(), "cfnlint"),
  };
}

/** Where its registry keeps each layer and configuration of an image, as a file named by the digest. */
export function layersFolder(instance: Instance): string {
  return join(stateFolder(instance), "layers");
}

function stateFolder({ folder }: Instance): string {
  return join(folder, "ministack");
}

function sitePackages(): string {
  const library = join(pythonFolder, "lib");
  return join(
    library,
    readdirSync(library).find((name) => name.startsWith("python3"))!,
    "site-packages",
  );
}
