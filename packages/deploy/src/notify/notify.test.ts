import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { golden } from "@cashsouk/testing/golden";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Needs } from "./facts";
import { type Notice, notify } from "./notify";

const token = "xoxb-secret-1";
const origin = {
  server: "https://github.com",
  repository: "cashsouk/cashsouk",
  runId: "4711",
  commit: "0123456789abcdef0123456789abcdef01234567",
  actor: "deployer",
  subject: 'Show "<notes>" & more',
  compare: "https://github.com/cashsouk/cashsouk/compare/a...b",
};
const one = (outcome: string, reason: string, more: object = {}) => ({
  outcome,
  reason,
  seconds: 21,
  moved: true,
  ...more,
});
const job = (result: string, outputs: Record<string, string> = {}) => ({ result, outputs });

let server: Server;
let url: string;
let calls: { method: string; body: Record<string, unknown>; authorization: string | undefined }[];
/** Answers in order; then Slack takes everything. */
let answers: { status?: number; headers?: Record<string, string>; body: object }[];

beforeEach(async () => {
  calls = [];
  answers = [];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const method = request.url?.replace("/api/", "") ?? "";
      calls.push({
        method,
        body: JSON.parse(body) as Record<string, unknown>,
        authorization: request.headers.authorization,
      });
      const good = { ok: true, channel: "C0DEPLOY", ts: `1700000000.00000${calls.length}` };
      const { status = 200, headers = {}, body: answer } = answers.shift() ?? { body: good };
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const clock = makeTestClock();
function tell(notice: Partial<Notice>) {
  const whole: Notice = {
    channel: "#deployments",
    apiUrl: url,
    event: "finished",
    thread: undefined,
    environment: "staging",
    result: {},
    needs: {},
    ...notice,
  };
  return notify(clock, token, whole, origin);
}

const rolledBack = {
  api: one("deployed", "new image"),
  landing: one(
    "rolled-back",
    "ECS deployment circuit breaker: tasks failed to start; the container landing exited with 1",
  ),
  admin: one("deployed", "unchanged: it runs this image in this shape", { moved: false, seconds: 0 }),
};
const jobs = (deploy: ReturnType<typeof job>, images = job("success")): Needs => ({
  test: job("success"),
  images,
  deploy,
});

describe("what people read", () => {
  test.each<[string, string, Partial<Notice>]>([
    ["started", "started.json", { event: "started" }],
    [
      "success",
      "success.json",
      {
        thread: "C0DEPLOY/1700000000.000009",
        needs: jobs(
          job("success", { outcome: "deployed", deployments: JSON.stringify({ api: one("deployed", "new image") }) }),
        ),
      },
    ],
    [
      "one service rolled back",
      "partial.json",
      { needs: jobs(job("failure", { outcome: "rolled-back", deployments: JSON.stringify(rolledBack) })) },
    ],
    ["a failure before the migration", "image-failed.json", { needs: jobs(job("skipped"), job("failure")) }],
    [
      "a failure of the migration",
      "migration-failed.json",
      { needs: jobs(job("failure", { outcome: "", deployments: "" })) },
    ],
    ["cancelled", "cancelled.json", { needs: jobs(job("cancelled")) }],
    [
      "superseded",
      "superseded.json",
      {
        result: {
          outcome: "superseded",
          reason: "api: superseded: another deployment, of cashsouk-api:9, took its place",
          deployments: { api: one("superseded", "another deployment, of cashsouk-api:9, took its place") },
        },
      },
    ],
    ["nothing to do", "nothing.json", { needs: jobs(job("success", { outcome: "deployed", deployments: "{}" })) }],
    [
      "a step",
      "step.json",
      { event: "step", thread: "C0DEPLOY/1.5", result: { outcome: "deployed", reason: "Migrations applied" } },
    ],
  ])("%s", async (_title, file, notice) => {
    await tell(notice);
    const said = `${JSON.stringify(
      calls.map(({ method, body }) => ({ method, body })),
      null,
      2,
    )}\n`;
    expect(said).toBe(golden(__dirname, file, said));
  });

  test("a deployment that finished under a job that failed later is not called deployed", async () => {
    await tell({ needs: { deploy: job("success", { outcome: "deployed" }), smoke: job("failure") } });
    expect(calls[0]?.body["text"]).toBe("❌ staging: failed: the job smoke failed");
  });

  test("texts beyond Slack's limits are cut where one can see it", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_none, index) => [`service-${index}`, one("failed", "x".repeat(5000))]),
    );
    await tell({ result: { outcome: "failed", reason: "y".repeat(9000), deployments: many } });
    for (const { body } of calls)
      for (const block of body["blocks"] as { text?: { text: string } }[])
        expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3000);
    expect(JSON.stringify(calls)).toMatch(/more characters\)/);
    expect(JSON.stringify(calls)).toMatch(/… and \d+ more/);
  });
});

describe("one message a deployment", () => {
  test("what started posted is updated, and the details go to its thread", async () => {
    const thread = await tell({ event: "started" });
    expect(thread).toBe("C0DEPLOY/1700000000.000001");
    await tell({ thread, result: { outcome: "deployed", deployments: { api: one("deployed", "new image") } } });
    expect(calls.map(({ method }) => method)).toEqual(["chat.postMessage", "chat.update", "chat.postMessage"]);
    expect(calls[1]?.body).toMatchObject({ channel: "C0DEPLOY", ts: "1700000000.000001" });
    expect(calls[2]?.body).toMatchObject({ channel: "C0DEPLOY", thread_ts: "1700000000.000001" });
  });

  test("a message that was deleted meanwhile is posted anew", async () => {
    answers = [{ body: { ok: false, error: "message_not_found" } }];
    await tell({ thread: "C0DEPLOY/1.5", result: { outcome: "deployed" } });
    expect(calls.map(({ method }) => method)).toEqual(["chat.update", "chat.postMessage"]);
  });
});

describe("Slack in trouble", () => {
  test("its wish to wait is honoured", async () => {
    answers = [{ status: 429, headers: { "retry-after": "7" }, body: { ok: false, error: "ratelimited" } }];
    const before = clock.elapsed();
    await tell({ event: "started" });
    expect(clock.elapsed() - before).toBe(7000);
    expect(calls).toHaveLength(2);
  });

  test("not for longer than a minute in all", async () => {
    answers = [{ status: 429, headers: { "retry-after": "600" }, body: { ok: false, error: "ratelimited" } }];
    await expect(tell({ event: "started" })).rejects.toThrow("Slack asks to wait 600 s before chat.postMessage");
    expect(calls).toHaveLength(1);
  });

  test("a refusal is told with a hint", async () => {
    answers = [{ body: { ok: false, error: "not_in_channel" } }];
    await expect(tell({ event: "started" })).rejects.toMatchObject({
      message: "Slack refused chat.postMessage: not_in_channel",
      hint: "Invite the app to the channel.",
    });
  });

  test("the token goes into the header, and into no error even when Slack echoes it", async () => {
    answers = [{ status: 500, body: { message: `bad token ${token}` } }];
    await expect(tell({ event: "started" })).rejects.toMatchObject({ message: expect.not.stringContaining(token) });
    expect(calls[0]?.authorization).toBe(`Bearer ${token}`);
    expect(JSON.stringify(calls[0]?.body)).not.toContain(token);
  });

  test("no answer is told as such", async () => {
    await expect(tell({ event: "started", apiUrl: "http://127.0.0.1:1/api" })).rejects.toThrow(
      /Slack did not answer chat.postMessage: /,
    );
  });
});
