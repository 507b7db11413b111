import { rmSync } from "node:fs";
import { join } from "node:path";
import { SSM } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { setUpMachine } from "../machine/setup";
import { readRecord } from "../machine/process";
import { progress } from "../progress";
import { until } from "../wait";
import { emulator } from "./emulator";
import { gatewayUrl, identityOf, region, type Instance } from "./instance";
import { isRunning } from "./server";
import { servers } from "./servers";
import { startInstance } from "./start";
import { resetInstance, stopInstance } from "./stop";

const { name, folder } = identityOf(`unit-${process.pid % 100_000}`);
let said: string[] = [];
const telling = progress((line) => said.push(line.slice(7)));
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
let instance: Instance;

const parameters = () => new SSM({ endpoint: gatewayUrl(instance), region, credentials });
const start = async () => {
  said = [];
  instance = await startInstance(name, telling, { firstPort: 14_200 });
};

beforeAll(async () => {
  await setUpMachine(telling);
  await start();
}, 600_000);

afterAll(async () => {
  await resetInstance(name, telling);
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

test("what the emulated account holds outlives a stop, under the same addresses", async () => {
  const { ports } = instance;
  await parameters().putParameter({ Name: "/kept", Value: "yes", Type: "String" });
  await stopInstance(name, telling);
  expect(servers.filter((server) => isRunning(server, instance))).toEqual([]);

  await start();
  expect(instance.ports).toEqual(ports);
  expect((await parameters().getParameter({ Name: "/kept" })).Parameter?.Value).toBe("yes");
}, 120_000);

test("a second start finds everything running", async () => {
  await start();
  expect(said).toEqual(servers.map((server) => `${server.name} at ${server.address(instance)}: runs`));
}, 60_000);

test("after a kill it says what was lost, and starts clean", async () => {
  process.kill(readRecord(join(folder, "processes", "ministack.json"))!.pid, "SIGKILL");
  await until(() => !isRunning(emulator, instance), { for: "it to die", timeoutMs: 30_000 });

  await start();
  expect(said[0]).toMatch(/ministack ended without writing its state, so .* are lost; starting clean/);
  await expect(parameters().getParameter({ Name: "/kept" })).rejects.toThrow();
}, 120_000);
