import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { choosePorts, isFree, type Ports } from "./ports";

/** Loopback addresses of this run alone: another run, or an instance, has its ports on others. */
const loopback = (net: number) => `127.${net}.${(process.pid >> 8) & 255}.${process.pid & 255}`;
const [own, neighbour] = [loopback(77), loopback(78)];
const addresses = [own];
const first = 14_100;
const busy: Server[] = [];

function occupy(port: number, address = own): Promise<void> {
  return new Promise((resolve) => {
    const server = createServer();
    busy.push(server);
    server.listen(port, address, resolve);
  });
}

afterEach(async () => {
  await Promise.all(busy.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

test("free ports are taken in their order, no two alike", async () => {
  const ports = await choosePorts({ first, addresses });
  expect(ports).toEqual({ gateway: 14_100, proxy: 14_101, loadBalancer: 14_102, postgres: 14_103, slack: 14_104 });
});

test("a port that is taken is passed over", async () => {
  await occupy(14_101);
  expect((await choosePorts({ first, addresses })).proxy).toBe(14_102);
});

test("a port that is taken on one of the addresses is taken", async () => {
  await occupy(14_100, neighbour);
  expect(await isFree(14_100, [own])).toBe(true);
  expect(await isFree(14_100, [own, neighbour])).toBe(false);
});

const recorded: Ports = { gateway: 14_150, proxy: 14_160, loadBalancer: 14_170, postgres: 14_180, slack: 14_190 };

test("recorded ports stay, since addresses with them were given away", async () => {
  expect(await choosePorts({ recorded, first, addresses })).toEqual(recorded);
});

test("a recorded port that somebody else took is replaced alone", async () => {
  await occupy(14_160);
  expect(await choosePorts({ recorded, first, addresses })).toEqual({ ...recorded, proxy: 14_100 });
});
