import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { pino } from "pino";
import { query } from "@cashsouk/testing/postgres";
import { createTables } from "../../__tests__/tables";
import { sessionsStore } from "../modules/sessions/store";
import { type SweepJob, sweeper } from "./sweeper";

let tables: Awaited<ReturnType<typeof createTables>>;
let log: Record<string, unknown>[];
let running: { stop(): Promise<void> }[];

beforeAll(async () => {
  tables = await createTables();
});
afterAll(() => tables.drop());
beforeEach(() => {
  log = [];
  running = [];
});
afterEach(() => Promise.all(running.map((one) => one.stop())));

const logger = pino({ base: null }, { write: (line: string) => log.push(JSON.parse(line) as Record<string, unknown>) });

function start(jobs: SweepJob[]) {
  const started = sweeper(tables.prisma, jobs, { everyMs: 5, logger });
  running.push(started);
  return started;
}

/** A job that says when it begins and waits to be let go. */
function slowJob(name: string) {
  let [begins, release] = [0, () => {}];
  const held = new Promise<void>((resolve) => (release = resolve));
  let entered = () => {};
  const begun = new Promise<void>((resolve) => (entered = resolve));
  const sweep = async () => {
    begins += 1;
    entered();
    await held;
    return 1;
  };
  return { job: { name, sweep }, begun, release: () => release(), begins: () => begins };
}

/** A job that tells when it has run `times` times. */
function countingJob(name: string, times = 1) {
  let runs = 0;
  let reached = () => {};
  const done = new Promise<void>((resolve) => (reached = resolve));
  const sweep = () => {
    runs += 1;
    if (runs >= times) reached();
    return Promise.resolve(runs);
  };
  return { job: { name, sweep }, done };
}

describe("the sweeper", () => {
  test("does every job again and again, and logs how many went", async () => {
    const [one, two] = [countingJob("one", 3), countingJob("two", 3)];
    const started = start([one.job, two.job]);
    await Promise.all([one.done, two.done]);
    await started.stop();
    expect(log.slice(0, 2)).toMatchObject([
      { msg: "swept", job: "one", removed: 1 },
      { msg: "swept", job: "two", removed: 1 },
    ]);
  });

  test("leaves a job alone that another task does at the moment, and does the others", async () => {
    const slow = slowJob("slow");
    const first = start([slow.job]);
    await slow.begun;
    const other = countingJob("other", 3);
    const second = start([slow.job, other.job]);
    await other.done;
    expect(slow.begins()).toBe(1);
    slow.release();
    await Promise.all([first.stop(), second.stop()]);
  });

  test("goes on after a job that fails, and says so", async () => {
    const other = countingJob("other", 2);
    const started = start([{ name: "broken", sweep: () => Promise.reject(new Error("no")) }, other.job]);
    await other.done;
    await started.stop();
    expect(log[0]).toMatchObject({ msg: "could not sweep", job: "broken", err: { message: "no" } });
  });

  test("when stopped, waits for the job under way and begins no other", async () => {
    const [slow, next] = [slowJob("slow"), countingJob("next")];
    const started = start([slow.job, next.job]);
    await slow.begun;
    let stopped = false;
    const stopping = started.stop().then(() => (stopped = true));
    await query(tables.url, "SELECT 1");
    expect(stopped).toBe(false);
    slow.release();
    await stopping;
    expect(log.map(({ job }) => job)).toEqual(["slow"]);
  });
});

test("more ended sessions than one statement deletes go in one sweep", async () => {
  await query(
    tables.url,
    `INSERT INTO sessions (handle, portal, sealed, idle_seconds, created_at, used_at, expires_at)
     SELECT lpad(to_hex(number), 64, '0'), 'admin', 'c2VhbGVk', 600, ended, ended, ended
     FROM generate_series(1, 2001) AS number, CAST('2026-11-01T11:00:00Z' AS timestamptz) AS ended`,
  );
  expect(await sessionsStore(tables.prisma).sweep(new Date("2026-11-01T12:00:00.000Z"))).toBe(2001);
  expect(await query(tables.url, "SELECT handle FROM sessions")).toEqual([]);
});

test("ended sessions are swept, by their end and by their idle time, and others stay", async () => {
  const at = new Date("2026-11-01T12:00:00.000Z");
  const add = (digit: string, usedAt: string, expiresAt: string) =>
    query(
      tables.url,
      `INSERT INTO sessions (handle, portal, sealed, idle_seconds, created_at, used_at, expires_at)
       VALUES (repeat('${digit}', 64), 'admin', 'c2VhbGVk', 600, '2026-11-01T11:00:00Z', '${usedAt}', '${expiresAt}')`,
    );
  await add("a", "2026-11-01T11:50:01Z", "2026-11-01T12:00:01Z");
  await add("b", "2026-11-01T11:50:00Z", "2026-11-01T20:00:00Z");
  await add("c", "2026-11-01T11:59:00Z", "2026-11-01T12:00:00Z");
  expect(await sessionsStore(tables.prisma).sweep(at)).toBe(2);
  expect(await query(tables.url, "SELECT left(handle, 1) AS handle FROM sessions")).toEqual([{ handle: "a" }]);
});
