import type { ChildProcess } from "node:child_process";
import { type IncomingHttpHeaders, request } from "node:http";
import { createInterface } from "node:readline";
import { afterEach } from "@jest/globals";
import { libpq, start } from "./command";
import { serverVariables } from "./variables";

export interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface AskOptions {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
}

export type Server = Awaited<ReturnType<typeof serve>>;

let running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running = [];
});

/** The built server on a port of its own, once it listens; it ends with the test. */
export async function serve(databaseUrl: string, variables: Record<string, string> = {}) {
  const child = start("server", { ...serverVariables, ...libpq(databaseUrl), PORT: "0", ...variables });
  running.push(child);
  const log: Record<string, unknown>[] = [];
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const port = await new Promise<number>((resolve, reject) => {
    if (child.stdout === null || child.stderr === null) throw new Error("the server has no output");
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const entry = JSON.parse(line) as Record<string, unknown> & { address?: { port: number } };
      log.push(entry);
      if (entry.address) resolve(entry.address.port);
    });
    void ended.then((code) => reject(new Error(`the server ended with ${code}: ${errors}`)));
  });
  /** Ends the server, so that its log is whole. */
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  const ask = (path: string, options: AskOptions = {}) => answer(port, path, options);
  const get = (path: string, headers: Record<string, string> = {}) => ask(path, { headers });
  return { child, log, port, ended, stop, ask, get };
}

function answer(port: number, path: string, { method = "GET", headers = {}, body }: AskOptions): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const described = { ...(text === undefined ? {} : { "content-type": "application/json" }), ...headers };
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, method, headers: described, timeout: 30_000 }, (response) => {
      let received = "";
      response.on("data", (chunk: Buffer) => (received += chunk.toString()));
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: received === "" ? undefined : (JSON.parse(received) as unknown),
        }),
      );
    })
      .once("error", reject)
      .end(text);
  });
}
