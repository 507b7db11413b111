import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "@jest/globals";

/**
 * Takes SIGTERM as Next's server does: stop listening, wait for what is in flight, exit with 143. It answers when it is
 * told to on its standard input, and would keep a connection alive for ever.
 */
const server = `
  let answer;
  const server = require("node:http").createServer((request, response) => {
    if (request.url === "/begun") response.flushHeaders();
    answer = () => response.end("done");
    process.stdout.write("asked\\n");
  });
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1", () => process.stdout.write(server.address().port + "\\n"));
  process.stdin.on("data", () => answer());
  process.on("SIGTERM", () => {
    server.close(() => process.exit(143));
    process.stdout.write("stopping\\n");
  });
`;

let child: ChildProcessByStdio<Writable, Readable, Readable>;
afterEach(() => void child.kill("SIGKILL"));

function start(code: string, limitMs: string): void {
  child = spawn(process.execPath, ["--require", join(__dirname, "drain.cjs"), "--eval", code], {
    env: { ...process.env, DRAIN_LIMIT_MS: limitMs },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

const line = async () => String((await once(child.stdout, "data"))[0]).trim();
const exit = async () => ((await once(child, "exit")) as [number | null])[0];

describe.each([
  ["a request in flight", "/", "close"],
  ["a request whose answer has begun", "/begun", "keep-alive"],
])("%s", (_title, path, connection) => {
  test("is answered, and its kept-alive connection does not hold the stop", async () => {
    start(server, "20000");
    const agent = new Agent({ keepAlive: true });
    const request = get({ port: await line(), path, agent });
    const answered = once(request, "response") as Promise<[IncomingMessage]>;
    await line();
    const [stopping, exited] = [line(), exit()];
    child.kill("SIGTERM");
    expect(await stopping).toBe("stopping");
    child.stdin.write("answer\n");
    const [response] = await answered;
    expect(response).toMatchObject({ statusCode: 200, headers: { connection } });
    expect(await text(response)).toBe("done");
    // At the limit it would be 1.
    expect(await exited).toBe(143);
  });
});

test("a request that never ends is left at the limit, and said", async () => {
  start(server, "300");
  get({ port: await line(), path: "/never" }).on("error", () => undefined);
  await line();
  const [said, exited] = [once(child.stderr, "data"), exit()];
  child.kill("SIGTERM");
  expect(await exited).toBe(1);
  expect(String((await said)[0])).toBe("SIGTERM: 1 requests unfinished after 300 ms, leaving them\n");
});

test("a stop before the server listens for signals is a stop", async () => {
  start('process.stdout.write("starting\\n"); setInterval(() => undefined, 1000)', "10000");
  await line();
  const exited = exit();
  child.kill("SIGTERM");
  expect(await exited).toBe(0);
});

test("a limit that is no number is refused at the start", async () => {
  start("", "soon");
  const said = once(child.stderr, "data");
  expect(String((await said)[0])).toContain('DRAIN_LIMIT_MS: want milliseconds, got "soon"');
});
