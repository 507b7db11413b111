import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { withLock } from "./lock";

const newFile = () => join(mkdtempSync(join(tmpdir(), "lock-")), "lock");

test("two who want the same do it one after the other", async () => {
  const [file, order] = [newFile(), [] as string[]];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await delay(50);
    order.push(`${name} ends`);
  };
  await Promise.all([withLock(file, work("a")), withLock(file, work("b"))]);
  const [one, two] = [order[0]!.slice(0, 1), order[2]!.slice(0, 1)];
  expect(order).toEqual([`${one} begins`, `${one} ends`, `${two} begins`, `${two} ends`]);
});

test("work that fails lets go", async () => {
  const file = newFile();
  await expect(withLock(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await withLock(file, () => Promise.resolve("free"))).toBe("free");
});

test("a holder that was killed lets go, and the wait for one that was not has an end", async () => {
  const file = newFile();
  const program = `
    require("ts-node/register");
    require("${require.resolve("./lock")}").withLock("${file}", () => { console.log("held"); return new Promise(() => setInterval(() => {}, 1e3)); })`;
  const holder = spawn(process.execPath, ["-e", program], { cwd: __dirname, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => holder.stdout.once("data", resolve));

  await expect(withLock(file, () => Promise.resolve(), { timeoutMs: 200 })).rejects.toThrow("Waited 0.2 s");
  holder.kill("SIGKILL");
  expect(await withLock(file, () => Promise.resolve("free"))).toBe("free");
});
