import { type AddressInfo, connect, createServer } from "node:net";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { problem, version } from "@cashsouk/types";
import { eventually } from "@cashsouk/testing/eventually";
import { freePort, query, serverUrl } from "@cashsouk/testing/postgres";
import { runCommand } from "../../__tests__/command";
import { demoDatabase } from "../../__tests__/database";
import { serve as serveApi } from "../../__tests__/serve";
import { serverVariables } from "../../__tests__/variables";

const key = "0123456789abcdef".repeat(4);
let database: Awaited<ReturnType<typeof demoDatabase>>;

beforeAll(async () => {
  database = await demoDatabase();
});
afterAll(() => database.drop());
const serve = (variables?: Record<string, string>) => serveApi(database.url, variables);

describe("every answer", () => {
  test("says which image answers and since when", async () => {
    const { get } = await serve({ RELEASE: key });
    expect(version.parse((await get("/version")).body)).toMatchObject({ service: "api", key });
  });

  test("that is an error is a problem with a code and the request's id, also where nothing is", async () => {
    const { get } = await serve();
    const { status, headers, body } = await get("/nowhere", { "x-request-id": "portal-0123456789" });
    expect(status).toBe(404);
    expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(headers["x-request-id"]).toBe("portal-0123456789");
    expect(problem.parse(body)).toMatchObject({ code: "not-found", requestId: "portal-0123456789" });
  });

  test("has an id of ours where the caller's could forge a log", async () => {
    const { get } = await serve();
    const { headers } = await get("/healthz", { "x-request-id": 'x","level":"fatal' });
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("is one line in the log, without query, headers or address", async () => {
    const { get, log, child, ended } = await serve();
    await get("/api/v1/notes?limit=1&token=s3cret", { authorization: "Bearer s3cret", "x-origin-verify": "s3cret" });
    child.kill("SIGTERM");
    await ended;
    const line = log.find(({ msg }) => msg === "answered");
    expect(line).toMatchObject({
      level: "info",
      service: "api",
      req: { method: "GET", path: "/api/v1/notes" },
      res: { status: 200 },
    });
    expect(JSON.stringify(log)).not.toContain("s3cret");
  });

  test("carries helmet's headers and is not cached", async () => {
    const { get } = await serve();
    const { headers } = await get("/api/v1/notes");
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none';frame-ancestors 'none'",
      "x-frame-options": "DENY",
    });
    expect(headers).not.toHaveProperty("x-powered-by");
  });
});

describe("a page of another origin", () => {
  const preflight = (origin: string) => ({
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "PUT", "access-control-request-headers": "authorization" },
  });

  test("may read our answers where its origin is allowed, and is asked for no cookie", async () => {
    const { get, ask } = await serve();
    const origin = "https://investor.cashsouk.example";
    const { headers } = await get("/api/v1/notes", { origin });
    expect(headers).toMatchObject({ "access-control-allow-origin": origin, vary: "Origin" });
    expect(headers).not.toHaveProperty("access-control-allow-credentials");
    const { status, headers: allowed } = await ask("/api/v1/me", preflight(origin));
    expect([status, allowed["access-control-allow-origin"]]).toEqual([204, origin]);
    expect(allowed["access-control-allow-headers"]).toContain("Authorization");
  });

  test.each([
    "https://elsewhere.example",
    "http://investor.cashsouk.example",
    "https://investor.cashsouk.example.elsewhere.example",
    "null",
  ])("of %s may not", async (origin) => {
    const { get, ask } = await serve();
    expect((await get("/api/v1/notes", { origin })).headers).not.toHaveProperty("access-control-allow-origin");
    expect((await ask("/api/v1/me", preflight(origin))).headers).not.toHaveProperty("access-control-allow-origin");
  });

  test("may read a refusal too, so that it can tell its user", async () => {
    const { get } = await serve();
    const { status, headers } = await get("/api/v1/me", { origin: "https://cashsouk.example" });
    expect([status, headers["access-control-allow-origin"]]).toEqual([401, "https://cashsouk.example"]);
  });
});

describe("the limit by address", () => {
  /** As CloudFront and then the load balancer write it; the left end is the caller's own. */
  const through = (...addresses: string[]) => ({ "x-forwarded-for": addresses.join(", ") });
  const cloudFront = "203.0.113.9";

  test("counts the address that CloudFront saw, not one that the caller made up", async () => {
    const { get } = await serve({ RATE_LIMIT_PER_MINUTE: "2" });
    const from = async (...chain: string[]) => (await get("/api/v1/notes", through(...chain))).status;
    expect(await from("1.1.1.1", "198.51.100.1", cloudFront)).toBe(200);
    expect(await from("2.2.2.2", "198.51.100.1", cloudFront)).toBe(200);
    expect(await from("3.3.3.3", "198.51.100.1", cloudFront)).toBe(429);
    expect(await from("3.3.3.3", "198.51.100.2", cloudFront)).toBe(200);
  });

  test("answers with a problem that says when to try again, and spares the health checks", async () => {
    const { get } = await serve({ RATE_LIMIT_PER_MINUTE: "1" });
    await get("/api/v1/notes");
    const { status, headers, body } = await get("/api/v1/notes");
    expect(status).toBe(429);
    expect(problem.parse(body).code).toBe("rate-limited");
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect((await get("/healthz")).status).toBe(200);
  });
});

describe("without its database", () => {
  test("the process is alive, not ready, and says so in a problem; when the database is back, so is the API", async () => {
    const { get } = await serve({ PGPORT: String(await freePort()) });
    expect((await get("/healthz")).status).toBe(200);
    for (const path of ["/readyz", "/api/v1/notes"]) {
      const { status, body } = await get(path);
      expect([path, status, problem.parse(body).code]).toEqual([path, 503, "database-unavailable"]);
    }
  });

  test("a connection that breaks under it is replaced", async () => {
    const { get } = await serve();
    expect((await get("/readyz")).status).toBe(200);
    await query(
      serverUrl(),
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database.name}'`,
    );
    await eventually("a new connection", async () => (await get("/readyz")).status === 200);
  });

  test("that does not answer at all, /readyz gives up, though nobody hung up", async () => {
    const silent = await silentServer();
    const { get } = await serve({ PGPORT: String(silent.port) });
    expect((await get("/readyz")).status).toBe(503);
    expect(silent.asked()).toBeGreaterThan(0);
    silent.close();
  });
});

describe("SIGTERM", () => {
  test("lets the request in flight finish, accepts no other, and ends with 0", async () => {
    const { child, port, ended, get } = await serve();
    const lock = lockNotes();
    await lock.held;
    const inFlight = get("/api/v1/notes");
    await lock.waitedFor();
    child.kill("SIGTERM");
    await eventually("the port to be closed", () =>
      reach(port).then(
        () => false,
        (error: NodeJS.ErrnoException) => error.code === "ECONNREFUSED",
      ),
    );
    await lock.release();
    expect((await inFlight).status).toBe(200);
    expect(await ended).toBe(0);
  });

  test("cuts off a request that does not finish in time, and ends with 1", async () => {
    const { child, ended, get, log } = await serve({ DRAIN_SECONDS: "1" });
    const lock = lockNotes();
    await lock.held;
    const inFlight = get("/api/v1/notes").catch((error: unknown) => error);
    await lock.waitedFor();
    child.kill("SIGTERM");
    expect(await ended).toBe(1);
    expect(await inFlight).toMatchObject({ code: "ECONNRESET" });
    expect(log.at(-1)).toMatchObject({ msg: "stopped", outcome: "cut-off" });
    await lock.release();
  });

  test("does not wait for connections that are idle", async () => {
    const { child, port, ended, log } = await serve();
    const idle = connect(port, "127.0.0.1");
    await new Promise((resolve) => idle.once("connect", resolve));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(log.at(-1)).toMatchObject({ msg: "stopped", outcome: "drained" });
  });
});

test("a start with a wrong configuration names every problem and ends with 1", async () => {
  const { code, output } = await runCommand("server", { ...serverVariables, PORT: "http", PGHOST: "h" });
  expect(output).toBe(
    [
      "Invalid configuration:",
      '- PORT: want a whole number from 0 to 65535, got "http"',
      "- PGDATABASE: is required",
      "- PGUSER: is required",
      "- PGPASSWORD: is required",
      "",
    ].join("\n"),
  );
  expect(code).toBe(1);
});

/** Holds the table, so that a request stays in flight until it is released. */
function lockNotes() {
  const client = new Client({ connectionString: database.url });
  const held = client.connect().then(() => client.query("BEGIN; LOCK TABLE notes"));
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = '${database.name}' AND wait_event_type = 'Lock'`;
  const waitedFor = () =>
    eventually("a request to wait for the table", async () => (await query(serverUrl(), waiting)).length > 0);
  return { held, waitedFor, release: () => client.end() };
}

/** Takes connections and says nothing. */
async function silentServer() {
  let asked = 0;
  const server = createServer(() => (asked += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { port, asked: () => asked, close: () => server.close() };
}

function reach(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve();
    }).once("error", reject);
  });
}
