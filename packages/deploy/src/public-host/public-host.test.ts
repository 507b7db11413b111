import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
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
