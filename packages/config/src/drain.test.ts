import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "@jest/globals";

/** Takes SIGTERM as Next's server does: stop listening, wait for what is in flight, exit with 143. */
const server = `
  const server = require("node:http").createServer((request, response) => {
    if (request.url === "/begun") response.flushHeaders();
    if (request.url !== "/never") setTimeout(() => response.end("done"), 200);
    process.stdout.write("asked\\n");
  });
  server.listen(0, "127.0.0.1", () => process.stdout.write(server.address().port + "\\n"));
  process.on("SIGTERM", () => server.close(() => process.exit(143)));
`;

let child: ChildProcess;
afterEach(() => void child.kill("SIGKILL"));

function start(code: string, limitMs: string): void {
  child = spawn(process.execPath, ["--require", join(__dirname, "drain.cjs"), "--eval", code], {
    env: { ...process.env, DRAIN_LIMIT_MS: limitMs },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

const line = async () => String((await once(child.stdout!, "data"))[0]).trim();

async function stop(): Promise<{ code: number | null; ms: number }> {
  const began = Date.now();
  child.kill("SIGTERM");
  const [code] = (await once(child, "exit")) as [number | null];
  return { code, ms: Date.now() - began };
}

describe.each([
  ["a request in flight", "/", "close"],
  ["a request whose answer has begun", "/begun", "keep-alive"],
])("%s", (_title, path, connection) => {
  test("is answered, and its kept-alive connection does not hold the stop", async () => {
    start(server, "10000");
    const agent = new Agent({ keepAlive: true });
    const request = get({ port: await line(), path, agent });
    const answered = once(request, "response") as Promise<[IncomingMessage]>;
    await line();
    const [[response], stopped] = await Promise.all([answered, stop()]);
    expect(response).toMatchObject({ statusCode: 200, headers: { connection } });
    expect(await text(response)).toBe("done");
    expect(stopped.code).toBe(143);
    expect(stopped.ms).toBeLessThan(2_000);
  });
});

test("a request that never ends is left at the limit, and said", async () => {
  start(server, "300");
  get({ port: await line(), path: "/never" }).on("error", () => undefined);
  await line();
  const said = once(child.stderr!, "data");
  expect((await stop()).code).toBe(1);
  expect(String((await said)[0])).toBe("SIGTERM: 1 requests unfinished after 300 ms, leaving them\n");
});

test("a stop before the server listens for signals is a stop", async () => {
  start('process.stdout.write("starting\\n"); setInterval(() => undefined, 1000)', "10000");
  await line();
  expect((await stop()).code).toBe(0);
});

test("a limit that is no number is refused at the start", async () => {
  start("", "soon");
  const said = once(child.stderr!, "data");
  await once(child, "exit");
  expect(String((await said)[0])).toContain('DRAIN_LIMIT_MS: want milliseconds, got "soon"');
});
