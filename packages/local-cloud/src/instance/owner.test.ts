import { spawn, type ChildProcess } from "node:child_process";
import { afterEach, expect, test } from "@jest/globals";
import { until } from "../wait";
import { identify } from "../machine/process";
import { ownerEnvironment, stopOwned } from "./owner";

// Of this run alone: another one may look for its own at the same time.
const own = { id: `0a1b2c-owner-${process.pid}` };
const other = { id: `${own.id}-2` };
const started: ChildProcess[] = [];

function start(env: Record<string, string>, script = "exec sleep 600"): ChildProcess {
  const child = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, ...env } });
  started.push(child);
  return child;
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

test("what a command started is found after the command was killed", async () => {
  const command = start(ownerEnvironment(own, "command"), "sleep 600 & echo $!; wait");
  const [line] = (await new Promise<Buffer>((resolve) => command.stdout!.once("data", resolve))).toString().split("\n");
  command.kill("SIGKILL");
  await until(() => identify(command.pid!) === undefined, { for: "the command to die", timeoutMs: 30_000 });

  expect(await stopOwned(own, "command")).toBe(1);
  expect(identify(Number(line))).toBeUndefined();
});

test("another instance, another part and the stopping process itself are spared", async () => {
  const spared = [start(ownerEnvironment(other, "command")), start(ownerEnvironment(own, "proxy")), start({})];
  expect(await stopOwned(own, "command")).toBe(0);
  for (const { pid } of spared) expect(identify(pid!)).toBeDefined();
});

test("a command that stops its own instance does not stop itself or its callers", async () => {
  const program = `
    require("ts-node/register");
    require(${JSON.stringify(require.resolve("./owner"))}).stopOwned({ id: "${own.id}" }, "command").then((count) => process.stdout.write(count + "\\n"));`;
  const script = `"${process.execPath}" -e '${program}'; echo survived`;
  const child = spawn("sh", ["-c", script], {
    cwd: __dirname,
    env: { ...process.env, ...ownerEnvironment(own, "command") },
  });
  let output = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) output += chunk as string;
  expect(output).toBe("0\nsurvived\n");
});
