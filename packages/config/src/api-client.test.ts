import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { apiCall } from "./api-call";
import { apiClient } from "./api-client";

const note = {
  id: "6f1d7a52-6a0f-4f0e-9d0c-2a1f5b7c9e01",
  reference: "CS-2026-0001",
  issuer: { name: "Demo Trading 1" },
  status: "open",
  targetSen: "800000",
  fundedSen: "700000",
  fundedPercent: 87,
  profitRateBasisPoints: 1200,
  tenureDays: 90,
  listingOpensAt: "2026-11-01T00:00:00.000Z",
  listingClosesAt: "2026-11-15T00:00:00.000Z",
};

let server: Server | undefined;
const logged: object[] = [];

/** Its limit only ends a call that hangs, unless the limit is what a test is about. */
const client = (url: URL, limitMs = 50_000) =>
  apiClient(apiCall({ url, limitMs, log: (message, details) => logged.push({ message, ...details }) }));

async function serve(listener: RequestListener): Promise<URL> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return new URL(`http://127.0.0.1:${(started.address() as AddressInfo).port}`);
}

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

const sendJson =
  (body: unknown, status = 200): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

describe("open notes", () => {
  test("are read from /api/v1/notes as the contract has them", async () => {
    const asked: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url);
      sendJson({ items: [note], nextCursor: null })(request, response);
    });
    expect(await client(url).openNotes({ limit: 6 })).toMatchObject({
      kind: "answered",
      value: { items: [note], nextCursor: null },
    });
    expect(asked).toEqual(["/api/v1/notes?limit=6"]);
  });

  test.each<[string, RequestListener, string]>([
    ["an error's status is named", sendJson({ code: "database-unavailable" }, 503), "answered 503"],
    [
      "a field of another shape is named",
      sendJson({ items: [{ ...note, targetSen: 800000 }], nextCursor: null }),
      "items.0.targetSen",
    ],
    ["an answer that is no page is refused", sendJson([]), "not the agreed shape"],
    ["an answer that is not JSON is refused", (_, response) => void response.end("<html>"), "not JSON"],
    [
      "a redirect is not followed",
      (_, response) => void response.writeHead(302, { location: "/elsewhere" }).end(),
      "redirect",
    ],
    ["a broken connection is named", (request) => void request.socket.destroy(), "other side closed"],
  ])("%s", async (_title, listener, why) => {
    const url = await serve(listener);
    expect(await client(url).openNotes({ limit: 6 })).toMatchObject({
      kind: "unavailable",
      why: expect.stringMatching(new RegExp(`^GET ${url.origin}/api/v1/notes\\?limit=6: .*${why}`)),
    });
  });

  test.each<[string, RequestListener]>([
    ["an API that never answers", () => undefined],
    [
      "an API that stops in the middle of its answer",
      (_, response) => void response.writeHead(200).write('{"items":['),
    ],
  ])("%s is given up at the limit", async (_title, listener) => {
    const url = await serve(listener);
    expect(await client(url, 150).openNotes({ limit: 6 })).toMatchObject({
      kind: "unavailable",
      why: expect.stringContaining("no answer within 150 ms"),
    });
  });

  test("that are refused since too many ask are told to the log", async () => {
    logged.length = 0;
    const refusal = {
      type: "about:blank",
      title: "Too Many Requests",
      status: 429,
      code: "rate-limited",
      requestId: "r",
    };
    const url = await serve(sendJson(refusal, 429));
    expect(await client(url).openNotes({ limit: 6 })).toMatchObject({ kind: "refused", code: "rate-limited" });
    expect(logged).toMatchObject([
      { message: "the API refused a call", why: `GET ${url.origin}/api/v1/notes?limit=6: rate-limited` },
    ]);
  });

  test("an API that is not there is named", async () => {
    const url = await serve(sendJson({}));
    server?.close();
    expect(await client(url).openNotes({ limit: 6 })).toMatchObject({
      kind: "unavailable",
      why: expect.stringContaining("ECONNREFUSED"),
    });
  });
});
