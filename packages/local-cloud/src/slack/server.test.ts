import { mkdtempSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { slackServer } from "./server";

const token = "xoxb-local-token";
const webhookPath = "/services/T/B/secret";
const channel = { id: "C1", name: "deployments" };
let messages: string;
let server: Server;
let url: string;

async function start(): Promise<void> {
  const configuration = {
    addresses: [],
    port: 0,
    url: "http://slack",
    token,
    webhookPath,
    channels: [channel],
    messages,
  };
  server = slackServer(configuration);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeEach(() => {
  messages = join(mkdtempSync(join(tmpdir(), "slack-")), "messages.json");
  return start();
});

afterEach(() => void server.close().closeAllConnections());

async function call(
  method: string,
  given: unknown,
  authorization = `Bearer ${token}`,
): Promise<Record<string, unknown>> {
  const headers = { "content-type": "application/json; charset=utf-8", authorization };
  const body = typeof given === "string" ? given : JSON.stringify(given);
  const response = await fetch(`${url}/api/${method}`, { method: "POST", headers, body });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

const pageText = async () => (await fetch(url)).text();

test("a message is posted, answered in its thread, changed, found by its permalink and shown", async () => {
  const posted = await call("chat.postMessage", { channel: "#deployments", text: "Deploying" });
  expect(posted).toMatchObject({ ok: true, channel: "C1", message: { text: "Deploying" } });
  const { ts } = posted as { ts: string };
  await call("chat.postMessage", { channel: "C1", text: "Migrated", thread_ts: ts });
  const changed = await call("chat.update", { channel: "C1", ts, text: "Deployed" });
  expect(changed).toMatchObject({ ok: true, ts, text: "Deployed", message: { edited: {} } });

  const { permalink } = (await call("chat.getPermalink", { channel: "C1", message_ts: ts })) as { permalink: string };
  const anchor = `p${ts.replace(".", "")}`;
  expect(permalink).toBe(`http://slack/archives/C1/${anchor}`);
  const page = await pageText();
  expect(page).toContain(`id="${anchor}"`);
  expect(page).toMatch(/Deployed.*class="thread".*Migrated/s);
  expect(page).not.toContain("Deploying");
});

test("what a message said before it was changed stays in the file, each time, in order", async () => {
  const { ts } = (await call("chat.postMessage", { channel: "C1", text: "Deploying" })) as { ts: string };
  const blocks = [header("Waiting")];
  await call("chat.update", { channel: "C1", ts, text: "Waiting", blocks });
  await call("chat.update", { channel: "C1", ts, text: "Deployed" });
  const earlier = [
    { text: "Deploying", blocks: [] },
    { text: "Waiting", blocks },
  ];
  expect(JSON.parse(readFileSync(messages, "utf8"))).toMatchObject([{ text: "Deployed", blocks: [], earlier }]);
});

test("messages outlive a restart, and no two have the same id", async () => {
  const sent = await Promise.all(
    Array.from({ length: 20 }, (_, index) => call("chat.postMessage", { channel: "C1", text: `${index}` })),
  );
  expect(new Set(sent.map(({ ts }) => ts)).size).toBe(20);
  server.close().closeAllConnections();
  await start();
  expect(await pageText()).toContain("<p>19</p>");
});

test.each([
  ["no token", "chat.postMessage", { channel: "C1", text: "x" }, "", "not_authed"],
  ["another token", "chat.postMessage", { channel: "C1", text: "x" }, "Bearer xoxb-other", "invalid_auth"],
  ["an unknown channel", "chat.postMessage", { channel: "#general", text: "x" }, undefined, "channel_not_found"],
  ["no text and no blocks", "chat.postMessage", { channel: "C1" }, undefined, "no_text"],
  [
    "a header that is too long",
    "chat.postMessage",
    { channel: "C1", blocks: [header("x".repeat(151))] },
    undefined,
    "invalid_blocks",
  ],
  [
    "too many blocks",
    "chat.postMessage",
    { channel: "C1", blocks: Array(51).fill({ type: "divider" }) },
    undefined,
    "invalid_blocks",
  ],
  ["a body that is no JSON", "chat.postMessage", "{", undefined, "invalid_json"],
  ["an unknown message", "chat.update", { channel: "C1", ts: "1.000001", text: "x" }, undefined, "message_not_found"],
  [
    "an update by the channel's name",
    "chat.update",
    { channel: "#deployments", ts: "1.000001", text: "x" },
    undefined,
    "channel_not_found",
  ],
  ["an unknown method", "chat.delete", {}, undefined, "unknown_method"],
  ["a method of every object", "constructor", {}, undefined, "unknown_method"],
])("%s is refused as Slack refuses it", async (_, method, given, authorization, error) => {
  expect(await call(method, given, authorization)).toMatchObject({ ok: false, error });
});

test("a form is understood as JSON is", async () => {
  const body = new URLSearchParams({ token, channel: "C1", text: "by form", blocks: JSON.stringify([header("Form")]) });
  const response = await fetch(`${url}/api/chat.postMessage`, { method: "POST", body });
  expect(await response.json()).toMatchObject({ ok: true, message: { text: "by form" } });
  expect(await pageText()).toContain("<h2>Form</h2>");
});

test.each([
  ["a text", webhookPath, '{"text":"from the webhook"}', 200, "ok"],
  ["another secret", "/services/T/B/other", '{"text":"x"}', 403, "invalid_token"],
  ["no JSON", webhookPath, "{", 400, "invalid_payload"],
  ["an empty message", webhookPath, "{}", 400, "no_text"],
])("the incoming webhook answers %s in plain text", async (_, path, body, status, text) => {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  expect([response.status, await response.text()]).toEqual([status, text]);
});

test("what a message carries is shown, never run", async () => {
  const text = '<script>alert(1)</script> <javascript:alert(1)|click> <https://x/"onclick="alert(1)|y>';
  await call("chat.postMessage", { channel: "C1", text });
  const page = await pageText();
  expect(page).not.toMatch(/<script|href="javascript|"onclick=/);
  expect((await fetch(url)).headers.get("content-security-policy")).toMatch(/default-src 'none'/);
});

function header(text: string) {
  return { type: "header", text: { type: "plain_text", text } };
}
