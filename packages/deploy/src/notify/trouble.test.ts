import { describe, expect, test } from "@jest/globals";
import { DeployError, describeError } from "..";
import { redact, secretParts } from "./secrets";
import { send } from "./send";
import { bot, clock, slack, tell, token, webhook, webhookPath } from "./testing/slack";

const limited = (seconds: string) => ({
  status: 429,
  headers: { "retry-after": seconds },
  body: { ok: false, error: "ratelimited" },
});

describe("Slack's wish to wait", () => {
  test("is honoured", async () => {
    slack.answers = [limited("7")];
    const before = clock.elapsed();
    await tell({ event: "started" });
    expect(clock.elapsed() - before).toBe(7000);
  });

  test.each([
    ["comes with 200, as the API may say it", { status: 200 }],
    ["comes with 200 by the other word", { status: 200, body: { ok: false, error: "rate_limited" } }],
    ["comes with a server's fault", { status: 503, body: "busy" }],
  ])("%s, and is honoured", async (_title, answer) => {
    slack.answers = [{ ...limited("10"), ...answer }];
    const before = clock.elapsed();
    await tell({ event: "started" });
    expect(clock.elapsed() - before).toBe(10_000);
  });

  test("comes with a fault no more often than faults are tried again", async () => {
    slack.answers = Array.from({ length: 50 }, () => ({ ...limited("2"), status: 503 }));
    await expect(tell({ event: "started" })).rejects.toThrow("Slack refused chat.postMessage: ratelimited");
    expect(slack.calls).toHaveLength(4);
  });

  test.each([["600"], ["1e999"]])("of %s s is too long", async (seconds) => {
    slack.answers = [limited(seconds)];
    await expect(tell({ event: "started" })).rejects.toThrow(/^Slack asks to wait \S+ s before chat.postMessage/);
    expect(slack.calls).toHaveLength(1);
  });

  test.each([["soon"], ["-5"], [""]])("of %j s is taken for one", async (seconds) => {
    slack.answers = [limited(seconds)];
    const before = clock.elapsed();
    await tell({ event: "started" });
    expect(clock.elapsed() - before).toBe(1000);
  });

  test("as a date is honoured", async () => {
    slack.answers = [limited(new Date(clock.now() + 9000).toUTCString())];
    const before = clock.elapsed();
    await tell({ event: "started" });
    // A date has no fractions of a second.
    expect(Math.ceil((clock.elapsed() - before) / 1000)).toBe(9);
  });

  test.each([
    ["a date that is far", () => new Date(clock.now() + 600_000).toUTCString(), 1],
    ["a date that is over", () => new Date(clock.now() - 9000).toUTCString(), 4],
    ["what is no time at all", () => "soon", 4],
  ])("by %s never asks for a minute long", async (_title, seconds, asked) => {
    slack.answers = Array.from({ length: 50 }, () => limited(seconds()));
    await expect(tell({ event: "started" })).rejects.toBeInstanceOf(DeployError);
    expect(slack.calls).toHaveLength(asked);
  });

  test("again and again is not honoured for longer than a minute in all", async () => {
    slack.answers = Array.from({ length: 50 }, () => limited("25"));
    await expect(tell({ event: "started" })).rejects.toThrow("more than the 60 s that this waits");
    expect(slack.calls).toHaveLength(3);
  });
});

describe("a fault is tried again, four times in all", () => {
  const faults = {
    "a server's fault": { status: 503, body: "busy" },
    ...Object.fromEntries(
      ["internal_error", "fatal_error", "service_unavailable", "request_timeout"].map((error) => [
        `${error} with status 200`,
        { body: { ok: false, error } },
      ]),
    ),
    "a broken connection": { body: {}, breaks: "before" as const },
    "an answer that breaks off": { body: '{"ok":', breaks: "half" as const },
  };
  test.each(Object.entries(faults))("%s", async (_title, fault) => {
    slack.answers = [fault, fault, fault];
    await tell({ event: "started" });
    expect(slack.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(4);
    slack.calls = [];
    slack.answers = [fault, fault, fault, fault, fault];
    await expect(tell({ event: "started" })).rejects.toThrow(/^Slack (refused|did not answer) chat.postMessage: /);
    expect(slack.calls).toHaveLength(4);
  });

  test("no answer is told as such", async () => {
    const to = { kind: "bot", token, channel: "C1", apiUrl: "http://127.0.0.1:1/api" } as const;
    await expect(tell({ event: "started" }, to)).rejects.toThrow(/Slack did not answer chat.postMessage: /);
  });
});

describe("an answer that does not end", () => {
  const call = () => ({ url: slack.url, method: "GET" as const, headers: {}, about: "the webhook", secret: token });

  test.each([
    ["never begins", { body: "", breaks: "never" as const }, "no answer within 0.1 s"],
    ["stops in its middle", { body: "begun", breaks: "stops" as const }, "no answer within 0.1 s"],
    [
      "goes on for ever",
      { body: "x".repeat(300_000), breaks: "stops" as const },
      "its answer is longer than 200000 characters",
    ],
  ])("since it %s is told as such", async (_title, answer, why) => {
    slack.answers = Array.from({ length: 4 }, () => answer);
    await expect(send(clock, call(), { answerMs: 100 })).rejects.toThrow(`Slack did not answer the webhook: ${why}`);
    expect(slack.calls).toHaveLength(4);
  });
});

describe("a webhook's answer with 200", () => {
  test.each(["ok", "ok\n", '{"ok":true}', '{"success":true}'])("%j says that the message was taken", async (body) => {
    slack.answers = [{ body }];
    expect(await tell({ event: "started" }, webhook())).toEqual({ thread: "", permalink: "", notes: [] });
  });

  test.each([
    ["<html>Sign in to the proxy</html>", "HTTP 200 without Slack's ok: <html>Sign in to the proxy</html>"],
    ["invalid_payload", "invalid_payload"],
    ['{"ok":false,"error":"no_service"}', "no_service"],
    ['{"success":false}', 'HTTP 200 without Slack\'s ok: {"success":false}'],
    ['{"ok":"true"}', 'HTTP 200 without Slack\'s ok: {"ok":"true"}'],
    ["", "HTTP 200 without Slack's ok: "],
  ])("%j is a refusal", async (body, told) => {
    slack.answers = [{ body }];
    await expect(tell({ event: "started" }, webhook())).rejects.toThrow(`Slack refused the webhook: ${told}`);
  });
});

describe("Slack's refusal", () => {
  test("is told with a hint", async () => {
    slack.answers = [{ body: { ok: false, error: "not_in_channel" } }];
    await expect(tell({ event: "started" })).rejects.toMatchObject({
      message: "Slack refused chat.postMessage: not_in_channel",
      hint: "Invite the app to the channel.",
    });
  });

  test.each([
    ["{}"],
    ["[]"],
    ["null"],
    ["<html>"],
    ['{"ok":"true"}'],
    ['{"ok":true}'],
    ['{"ok":true,"channel":{},"ts":1}'],
  ])("is not read as success in %s", async (body) => {
    slack.answers = [{ body }];
    await expect(tell({ event: "started" })).rejects.toBeInstanceOf(DeployError);
  });

  test("to answer here and to send us elsewhere is one too", async () => {
    slack.answers = [{ status: 302, headers: { location: `${slack.url}/api/elsewhere` }, body: "" }];
    await expect(tell({ event: "started" })).rejects.toThrow("Slack refused chat.postMessage: HTTP 302");
    expect(slack.calls).toHaveLength(1);
  });
});

describe("a secret that is echoed goes nowhere", () => {
  const secrets = () => ({ [token]: bot(), [webhookPath]: webhook() });
  const inJson = (secret: string) =>
    secret.replaceAll(/[-/x]/g, (one) => `\\u${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  const written = (secret: string) => [
    secret,
    secret.replaceAll("/", "\\/"),
    encodeURIComponent(secret),
    inJson(secret),
    secret.replaceAll("-", "&#45;").replaceAll("/", "&#x2F;"),
  ];

  test.each([
    ["in a fault's body", 500, (secret: string) => `bad: ${secret}`],
    ["as the error", 200, (secret: string) => JSON.stringify({ ok: false, error: secret })],
    ["as a webhook's refusal", 403, (secret: string) => secret],
    ["escaped as PHP does", 400, (secret: string) => JSON.stringify({ error: secret }).replaceAll("/", "\\/")],
    ["escaped as JSON may be", 200, (secret: string) => `{"ok":false,"error":"${inJson(secret)}"}`],
    ["escaped where nobody reads it as JSON", 500, (secret: string) => `upstream said ${inJson(secret)}`],
    ["escaped for HTML", 502, (secret: string) => secret.replaceAll("-", "&#45;").replaceAll("/", "&#x2F;")],
    ["for an address", 404, (secret: string) => `no route for ${encodeURIComponent(secret)}`],
    ["where the text is cut", 400, (secret: string) => "x".repeat(200 - secret.length + 3) + secret],
    ["as the message's place", 200, (secret: string) => JSON.stringify({ ok: true, channel: secret, ts: secret })],
  ])("%s", async (_title, status, body) => {
    for (const [secret, to] of Object.entries(secrets())) {
      slack.answers = Array.from({ length: 4 }, () => ({ status, body: body(secret) }));
      const said = await tell({ event: "started" }, to).then(
        (delivery) => JSON.stringify(delivery),
        (error: DeployError) => `${describeError(error)} ${error.code} ${JSON.stringify(error)} ${String(error.cause)}`,
      );
      for (const form of written(secret)) {
        expect(said).not.toContain(form);
        // Nor a piece of it that would be worth something.
        expect(said).not.toContain(form.slice(0, form.length - 3));
      }
    }
  });

  test("as the permalink", async () => {
    slack.answers = [
      { body: { ok: true, channel: "C1", ts: "1.5" } },
      { body: { ok: true, permalink: `https://slack.example/${token}` } },
    ];
    expect((await tell({ event: "started" })).permalink).not.toContain(token);
  });

  test("the token goes by the header, and by nothing else", async () => {
    await tell({ event: "started" });
    expect(slack.calls.map(({ authorization }) => authorization)).toEqual(Array(2).fill(`Bearer ${token}`));
    expect(JSON.stringify(slack.calls.map(({ method, body }) => ({ method, body })))).not.toContain(token);
  });

  test("a token that no header can carry is not shown either", async () => {
    const to = { kind: "bot", token: "xoxb-a\nb", channel: "C1", apiUrl: slack.url } as const;
    await expect(tell({ event: "started" }, to)).rejects.toThrow("token: want a token without blanks");
  });

  test("a webhook's address is known by each part that gives access", () => {
    expect(secretParts("https://hooks.example/services/T00000000/B00000000/secretpart")).toEqual(
      expect.arrayContaining(["/services/T00000000/B00000000/secretpart", "secretpart", "T00000000"]),
    );
    expect(
      redact("POST /services/T00000000/B00000000/secretpart", "https://h/services/T00000000/B00000000/secretpart"),
    ).toBe("POST ***");
  });
});
