import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@cashsouk/testing/ports";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readRecord } from "../machine/process";
import { until } from "../wait";
import type { Instance } from "./instance";
import { answersHttp, isRunning, startServer, stopServer, wasKilled, type Server } from "./server";

let instance: Instance;
let port: number;

const serving = (script: string): Server => ({
  name: "page",
  argv: () => [process.execPath, "-e", script],
  env: () => ({ PORT: String(port) }),
  answers: () => answersHttp(`http://127.0.0.1:${port}/`),
  address: () => `127.0.0.1:${port}`,
});
const page = serving(`require("http").createServer((_, r) => r.end()).listen(process.env.PORT, "127.0.0.1")`);

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), "server-"));
  for (const name of ["logs", "processes"]) mkdirSync(join(folder, name));
  port = await freePort();
  instance = { name: "unit", id: `0a1b2c-server-${port}`, folder } as Instance;
});

afterEach(() => stopServer(page, instance));

test("it answers when its start returns, and not after its stop", async () => {
  expect(await startServer(page, instance)).toBe("started");
  expect(await answersHttp(`http://127.0.0.1:${port}/`)).toBe(true);
  expect(await stopServer(page, instance)).toBe(true);
  expect(await answersHttp(`http://127.0.0.1:${port}/`)).toBe(false);
  expect(wasKilled(page, instance)).toBe(false);
});

test("a second start finds it running", async () => {
  await startServer(page, instance);
  const before = processOf(page);
  expect(await startServer(page, instance)).toBe("runs");
  expect(processOf(page)).toEqual(before);
});

test("one that runs is started again when it is told something else, unless it looks by itself", async () => {
  const telling = (text: string, rereads?: true): Server => ({
    ...page,
    configuration: () => ({ text }),
    ...(rereads ? { rereads } : {}),
  });
  await startServer(telling("one"), instance);
  const before = processOf(page);
  expect(await startServer(telling("one"), instance)).toBe("runs");
  expect(await startServer(telling("two", true), instance)).toBe("runs");
  expect(processOf(page)).toEqual(before);
  expect(await startServer(telling("three"), instance)).toBe("started");
  expect(processOf(page)).not.toEqual(before);
});

test("one that was killed is known as such", async () => {
  await startServer(page, instance);
  process.kill(processOf(page)!.pid, "SIGKILL");
  await until(() => !isRunning(page, instance), { for: "it to die", timeoutMs: 30_000 });
  expect(wasKilled(page, instance)).toBe(true);
});

test("one that ends at once is told with its log, and is not taken for killed", async () => {
  const broken = serving("process.exit(3)");
  await expect(startServer(broken, instance)).rejects.toThrow("page ended while starting.");
  expect(wasKilled(broken, instance)).toBe(false);
});

test("one that was started but never recorded is stopped all the same", async () => {
  await startServer(page, instance);
  rmSync(join(instance.folder, "processes", "page.json"));
  expect(await stopServer(page, instance)).toBe(true);
  expect(await answersHttp(`http://127.0.0.1:${port}/`)).toBe(false);
});

function processOf(server: Server) {
  return readRecord(join(instance.folder, "processes", `${server.name}.json`));
}
