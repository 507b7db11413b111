import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface RegistryCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface RegistryAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The connection breaks instead, or behind what was told. */
  readonly reset?: true | "late";
}

/** A registry at the wire for tests: answers every call by one function, and keeps them. */
export async function startRegistry(answer: (call: RegistryCall) => RegistryAnswer) {
  const calls: RegistryCall[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = "", url = "", headers } = request;
      const call = { method, path: url, authorization: headers.authorization, body };
      calls.push(call);
      const { status = 200, headers: given = {}, body: told, reset } = answer(call);
      if (reset === true) return void response.destroy();
      response.writeHead(status, given);
      if (reset === "late") return void response.write(told, () => response.destroy());
      response.end(told);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    /** `METHOD path` of each call, in order. */
    asked: () => calls.map(({ method, path }) => `${method} ${path}`),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
