import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { freePort } from "@cashsouk/testing/postgres";

const program = join(__dirname, "../build/dev.mjs");
const server = `
import { createServer } from "node:http";
import { word } from "./word";
const server = createServer((_request, response) => response.end(\`\${word} of \${process.pid}\`));
server.listen(Number(process.env["PORT"]));
process.on("SIGTERM", () => server.close(() => process.exit()));
`;

let folder: string;
let port: number;
let running: ChildProcess;
let told: string;

/** As editors do it: the new file takes the old one's place. */
function edit(name: string, text: string): void {
  writeFileSync(join(folder, "saved"), text);
  renameSync(join(folder, "saved"), join(folder, name));
}
const say = (word: string) => edit("word.ts", `export const word: string = "${word}";\n`);

/** On a connection of its own; the error's code where there is no answer. */
const ask = () =>
  new Promise<string>((resolve) => {
    request({ host: "127.0.0.1", port, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve(body));
    })
      .once("error", (error: NodeJS.ErrnoException) => resolve(String(error.code)))
      .end();
  });

/** On a busy machine a watcher may miss an edit; whoever waits in vain saves once more. */
const saveAgainMs = 20_000;

/** Asks until the answer begins with the word; everything that was answered before. */
async function answersUntil(word: string): Promise<string[]> {
  const answers: string[] = [];
  for (let savedAt = Date.now(); ;) {
    if (Date.now() - savedAt > saveAgainMs) {
      say(word);
      savedAt = Date.now();
    }
    const answer = await ask();
    if (answer.startsWith(`${word} `)) return answers;
    answers.push(answer);
    if (running.exitCode !== null) throw new Error(`it ended: ${told}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
async function untilTold(text: string): Promise<void> {
  while (!told.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "reload-"));
  port = await freePort();
  told = "";
  edit("server.ts", server);
  say("one");
  running = spawn(process.execPath, [program, "server.ts"], {
    cwd: folder,
    env: { PATH: process.env["PATH"], PORT: String(port) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.stderr?.on("data", (chunk: Buffer) => (told += chunk.toString()));
  await answersUntil("one");
});
afterEach(() => {
  running.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

test("an edit is answered by a new server, and until then by the former one: nobody is refused", async () => {
  const before = await ask();
  for (const [word, former] of [
    ["two", "one"],
    ["three", "two"],
  ] as const) {
    say(word);
    const answers = await answersUntil(word);
    expect(answers.filter((answer) => !answer.startsWith(`${former} of `))).toEqual([]);
  }
  expect((await ask()).split(" of ")[1]).not.toBe(before.split(" of ")[1]);
});

test.each([
  ["does not compile", 'export const word: string = "two;', "word.ts"],
  ["does not start", 'throw new Error("not today"); export const word = "two";', "not today"],
])("an edit that %s is told, the former server goes on, and the next edit is taken", async (_title, text, reason) => {
  edit("word.ts", text);
  await untilTold("The former one goes on.");
  expect(told).toContain(reason);
  expect(await ask()).toMatch(/^one of /);
  say("three");
  expect((await answersUntil("three")).filter((answer) => !answer.startsWith("one of "))).toEqual([]);
});

test("a server that ended is told, and comes back with the next edit", async () => {
  process.kill(Number((await ask()).split(" of ")[1]), "SIGKILL");
  await untilTold("the server ended with SIGKILL. Waiting for an edit.");
  say("two");
  await answersUntil("two");
});

test("told to stop, it ends together with its server", async () => {
  const pid = Number((await ask()).split(" of ")[1]);
  running.kill("SIGTERM");
  expect(await once(running, "exit")).toEqual([0, null]);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});
