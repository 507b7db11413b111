import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { withLock } from "./lock";

const what = "Work";
const nothing = () => Promise.resolve();
const newFile = () => join(mkdtempSync(join(tmpdir(), "lock-")), "lock");

test("two who want the same do it one after the other", async () => {
  const [file, order] = [newFile(), [] as string[]];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await delay(50);
    order.push(`${name} ends`);
  };
  await Promise.all([withLock(file, work("a"), { what }), withLock(file, work("b"), { what })]);
  const [one, two] = [order[0]!.slice(0, 1), order[2]!.slice(0, 1)];
  expect(order).toEqual([`${one} begins`, `${one} ends`, `${two} begins`, `${two} ends`]);
});

test("work that fails lets go", async () => {
  const file = newFile();
  await expect(withLock(file, () => Promise.reject(new Error("no")), { what })).rejects.toThrow("no");
  expect(await withLock(file, () => Promise.resolve("free"), { what })).toBe("free");
});

/** Another process that holds it, once it does. */
async function holder(file: string) {
  const program = `
    require("ts-node/register");
    require("${require.resolve("./lock")}").withLock("${file}", () => { setTimeout(() => console.log("held")); return new Promise(() => setInterval(() => {}, 1e3)); }, { what: "x" })`;
  const child = spawn(process.execPath, ["-e", program], { cwd: __dirname, stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

test("a holder that was killed lets go, and the wait for one that was not has an end", async () => {
  const file = newFile();
  const other = await holder(file);
  const message = new RegExp(
    `^Work already runs: process ${other.pid}, since [0-9:]{8}\\. Waited 0.2 s for its end\\.$`,
  );
  await expect(withLock(file, nothing, { what, timeoutMs: 200 })).rejects.toThrow(message);
  other.kill("SIGKILL");
  expect(await withLock(file, () => Promise.resolve("free"), { what })).toBe("free");
});

test("who does not want to wait is refused at once, told who holds it, and what to do", async () => {
  const file = newFile();
  const other = await holder(file);
  await expect(withLock(file, nothing, { what, timeoutMs: 0, hint: "Come again." })).rejects.toMatchObject({
    message: expect.stringMatching(new RegExp(`^Work already runs: process ${other.pid}, since [0-9:]{8}\\.$`)),
    hint: "Come again.",
  });
  other.kill("SIGKILL");
});

test("those who share it hold it together, and who wants it alone comes after them", async () => {
  const file = newFile();
  const together = () => withLock(file, nothing, { what, shared: true });
  const refused = { message: expect.stringContaining("Work already runs") };
  await withLock(
    file,
    async () => {
      await together();
      await expect(withLock(file, nothing, { what, timeoutMs: 0 })).rejects.toMatchObject(refused);
    },
    { what, shared: true },
  );
  await withLock(file, nothing, { what, timeoutMs: 0 });
});
