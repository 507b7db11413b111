import { expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { processEnd } from "@cashsouk/testing/process-end";
import { attempt } from "./command";

test("a command's limit ends what it started as well, though that holds the streams", async () => {
  let [output, limitMs] = ["", 250];
  // A machine too busy for its first line is given more time.
  while (!output && limitMs < 20_000) {
    limitMs *= 4;
    const { ending, stdout } = await attempt(["sh", "-c", 'sleep 600 & echo "$!"; wait'], { timeoutMs: limitMs });
    expect(ending).toBe(`was stopped after ${limitMs / 1000} s`);
    output = stdout;
  }
  expect(Number(output)).toBeGreaterThan(0);
  await processEnd(Number(output));
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends the command, what it started, and then its caller",
  async (signal) => {
    // A shell's background job ignores SIGINT; Node's child does not.
    const inner = `const { pid } = require("child_process").spawn("sleep", ["600"], { stdio: "inherit" }); console.log(pid); setInterval(() => {}, 1000)`;
    const script = `require("./src/command").attempt(["node", "-e", ${JSON.stringify(inner)}], { onLine: console.log })`;
    const caller = spawn("node", ["-r", "ts-node/register", "-e", script], { cwd: join(__dirname, "..") });
    const [pid] = (await once(caller.stdout.setEncoding("utf8"), "data")) as [string];
    caller.kill(signal);
    expect(await once(caller, "exit")).toEqual([null, signal]);
    await processEnd(Number(pid));
  },
);
