import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@cashsouk/testing/ports";
import { query } from "@cashsouk/testing/postgres";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readBridge } from "../machine/bridge";
import { baseImage } from "../machine/base-image";
import { docker } from "../machine/engine";
import { runAsRoot } from "../machine/root";
import { setUpMachine } from "../machine/setup";
import { progress } from "../progress";
import { newSecrets, type Instance } from "./instance";
import { postgres, superuser } from "./postgres";
import { startServer, stopServer } from "./server";

let instance: Instance;
const address = (host: string, password = instance.secrets.postgresPassword) =>
  `postgresql://${superuser}:${password}@${host}:${instance.ports.postgres}/postgres`;

beforeAll(async () => {
  await setUpMachine(progress(() => undefined));
  // A folder that only its owner may enter, as a checkout below /root is.
  const folder = mkdtempSync(join(tmpdir(), "cluster-"));
  for (const name of ["logs", "processes"]) mkdirSync(join(folder, name));
  const ports = { gateway: 0, proxy: 0, loadBalancer: 0, slack: 0, postgres: await freePort() };
  const id = `0a1b2c-postgres-${ports.postgres}`;
  instance = { name: "unit", id, folder, ports, bridge: await readBridge(), hosts: [], secrets: newSecrets() };
  await startServer(postgres, instance);
}, 600_000);

afterAll(async () => {
  await stopServer(postgres, instance);
  await runAsRoot(["rm", "-rf", instance.folder]);
});

test("it answers on loopback and on the bridge, with the password only", async () => {
  for (const host of ["127.0.0.1", instance.bridge.address])
    expect(await query(address(host), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await expect(query(address("127.0.0.1", "wrong"), "SELECT 1")).rejects.toThrow("password authentication failed");
});

test("a container reaches it", async () => {
  const { address: host } = instance.bridge;
  const program = `require("net").connect(${instance.ports.postgres}, "${host}", () => { console.log("reached"); process.exit() })`;
  expect(await docker(["run", "--rm", baseImage, "node", "-e", program])).toBe("reached\n");
});

test("what was written outlives a stop, and a kill", async () => {
  await query(address("127.0.0.1"), "CREATE TABLE kept AS SELECT 7 AS seven");
  await stopServer(postgres, instance);
  await startServer(postgres, instance);
  await stopServer({ ...postgres, stop: { signal: "SIGKILL" } }, instance);
  await startServer(postgres, instance);
  expect(await query(address("127.0.0.1"), "SELECT seven FROM kept")).toEqual([{ seven: 7 }]);
}, 60_000);
