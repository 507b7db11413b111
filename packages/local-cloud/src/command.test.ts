import { expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "./command";

test("a command's limit ends what it started as well, though that holds the streams", async () => {
  const begun = Date.now();
  const { ending, stdout } = await attempt(["sh", "-c", 'sleep 60 & echo "$!"; wait'], { timeoutMs: 300 });
  expect(ending).toBe("was stopped after 0.3 s");
  expect(Date.now() - begun).toBeLessThan(5_000);
  expect(lives(Number(stdout))).toBe(false);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends the command, what it started, and then its caller",
  async (signal) => {
    // A shell's background job ignores SIGINT; Node's child does not.
    const inner = `const { pid } = require("child_process").spawn("sleep", ["60"], { stdio: "inherit" }); console.log(pid); setInterval(() => {}, 1000)`;
    const script = `require("./src/command").attempt(["node", "-e", ${JSON.stringify(inner)}], { onLine: console.log })`;
    const caller = spawn("node", ["-r", "ts-node/register", "-e", script], { cwd: join(__dirname, "..") });
    const [pid] = (await once(caller.stdout.setEncoding("utf8"), "data")) as [string];
    caller.kill(signal);
    expect(await once(caller, "exit")).toEqual([null, signal]);
    expect(lives(Number(pid))).toBe(false);
  },
  30_000,
);

/** A zombie that nobody reaps has ended, too. */
function lives(pid: number): boolean {
  const status = `/proc/${pid}/status`;
  return existsSync(status) && !/^State:\s+Z/m.test(readFileSync(status, "utf8"));
}
