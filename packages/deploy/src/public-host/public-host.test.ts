import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ask, publicUrl } from ".";

/** Where the answer comes, and a busy machine only lets it wait. */
const patient = 60_000;

test.each([
  ["https://{subdomain}.cashsouk.com", "api", "https://api.cashsouk.com"],
  ["https://{subdomain}.cashsouk.com", "", "https://cashsouk.com"],
  ["https://{subdomain}.cashsouk.com/version", "", "https://cashsouk.com/version"],
  ["https://example.com/{subdomain}", "", "https://example.com/"],
])("%s for the subdomain '%s' is %s", (pattern, subdomain, url) => {
  expect(publicUrl(pattern, subdomain)).toBe(url);
});

describe("asking a public host", () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === "/slow") return;
      if (request.url === "/packed")
        return response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"key":"x"}'));
      if (request.url === "/cached") return response.writeHead(200, { age: "3600" }).end();
      if (request.url === "/large") return response.end("x".repeat(2_000_000));
      response.writeHead(request.url === "/gone" ? 404 : 200).end(request.headers.host);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test("a name below localhost is loopback, and the host is sent as it was asked for", async () => {
    expect(await ask(`http://api.cashsouk.localhost:${port}/`, patient)).toEqual({
      status: 200,
      body: `api.cashsouk.localhost:${port}`,
    });
  });

  test("a bad status is an answer, for the caller to judge", async () => {
    expect((await ask(`http://localhost:${port}/gone`, patient)).status).toBe(404);
  });

  test("a body that comes compressed though nobody asked for that is read", async () => {
    expect((await ask(`http://localhost:${port}/packed`, patient)).body).toBe('{"key":"x"}');
  });

  test("an answer from a cache is told with its age", async () => {
    expect(await ask(`http://localhost:${port}/cached`, patient)).toEqual({ status: 200, body: "", age: 3600 });
  });

  test("no answer in time is told as such", async () => {
    await expect(ask(`http://localhost:${port}/slow`, 50)).rejects.toThrow("no answer in 0.05 s");
  });

  test("an endless answer is cut off", async () => {
    await expect(ask(`http://localhost:${port}/large`, patient)).rejects.toThrow("more than 1000000 bytes");
  });

  test("a refused connection is told as such", async () => {
    await expect(ask("http://localhost:1/", patient)).rejects.toThrow("ECONNREFUSED");
  });
});

test("a public host is asked by the proxy where the environment asks Node for it, and Node knows how (24.5)", async () => {
  const asked: string[] = [];
  const proxy = createServer().on("connect", ({ url = "" }: IncomingMessage, socket: Duplex) => {
    asked.push(url);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { HTTPS_PROXY, NODE_USE_ENV_PROXY } = process.env;
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  Object.assign(process.env, { HTTPS_PROXY: address, NODE_USE_ENV_PROXY: "1" });
  await expect(ask("https://127.0.0.1:1/", patient)).rejects.toThrow();
  for (const [name, value] of Object.entries({ HTTPS_PROXY, NODE_USE_ENV_PROXY }))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  proxy.close();
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  expect(asked).toEqual(major > 24 || (major === 24 && minor >= 5) ? ["127.0.0.1:1"] : []);
});
