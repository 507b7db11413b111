import { existsSync, mkdirSync, chownSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attempt, run } from "../command";
import { isRoot } from "../machine/root";
import type { Instance } from "./instance";
import type { Server } from "./server";

const binaries = "/usr/lib/postgresql/15/bin";

/** The superuser of the cluster; the emulator makes the master user of an RDS instance with it. */
export const superuser = "local_cloud";

/** A cluster of the instance's own; Debian's, if one runs, is not touched. */
export const postgres: Server = {
  name: "postgresql",
  async prepare(instance) {
    const folder = clusterFolder(instance);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (isRoot) await giveToPostgres(folder);
    if (!existsSync(join(folder, "data/PG_VERSION"))) await initialise(instance);
    writeFileSync(join(folder, "data/pg_hba.conf"), accessRules(instance));
  },
  argv: (instance) =>
    asOwner(clusterFolder(instance), [
      join(binaries, "postgres"),
      ...["-D", "data", "-p", `${instance.ports.postgres}`],
      ...["-c", `listen_addresses=127.0.0.1,${instance.bridge.address}`],
      // TCP only: a socket's folder would be one more thing to name and clean.
      ...["-c", "unix_socket_directories="],
      ...["-c", "max_connections=200"],
    ]),
  async answers({ ports }) {
    const { code } = await attempt([join(binaries, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", `${ports.postgres}`]);
    return code === 0;
  },
  address: ({ ports }) => `127.0.0.1:${ports.postgres}`,
  // SIGINT is PostgreSQL's fast shutdown: it ends sessions instead of waiting for them.
  stop: { signal: "SIGINT" },
};

function clusterFolder({ folder }: Instance): string {
  return join(folder, "postgresql");
}

/** Made aside and renamed: a start that is killed in the middle leaves no half cluster. */
async function initialise({ folder, secrets }: Instance): Promise<void> {
  const cluster = join(folder, "postgresql");
  const script = `
    umask 077; rm -rf data.new; cat > password
    ${binaries}/initdb -D data.new --username=${superuser} --pwfile=password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
    rm password; mv data.new data`;
  await run(asOwner(cluster, ["sh", "-ec", script]), { input: secrets.postgresPassword, timeoutMs: 60_000 });
}

/** Containers, and the host under any of its addresses: a client on the host that calls the bridge's address comes from there. */
function accessRules({ bridge }: Instance): string {
  return ["samehost", bridge.subnet].map((from) => `host all all ${from} scram-sha-256\n`).join("");
}

async function giveToPostgres(folder: string): Promise<void> {
  const [uid, gid] = (await run(["sh", "-c", "id -u postgres; id -g postgres"])).trim().split("\n").map(Number);
  chownSync(folder, uid!, gid!);
}

/**
 * The command in the cluster's folder, as the user who owns it: PostgreSQL refuses to run as root.
 * Another user may not be able to reach the folder (a checkout below /root), so root gives it a view in which it lies at /mnt.
 */
function asOwner(folder: string, argv: readonly string[]): [string, ...string[]] {
  if (!isRoot) return ["sh", "-ec", 'cd "$1"; shift; exec "$@"', "sh", folder, ...argv];
  const drop = "setpriv --reuid=postgres --regid=postgres --clear-groups --";
  const enter = `mount --bind "$1" /mnt; shift; cd /mnt; exec ${drop} "$@"`;
  return ["unshare", "--mount", "--propagation=private", "sh", "-ec", enter, "sh", folder, ...argv];
}
