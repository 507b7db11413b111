import { startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { builtBundles } from "../built-bundles";
import { nodeBinaries } from "../node-versions";
import { startBundle } from "../start-bundle";

const secret = "xoxb-0123456789-secret";
const thread = "C1/1.5";
const taken = { ok: true, channel: "C1", ts: "1.5" };
const path = "/services/T00000000/B00000000/0123456789secret";

/** Refuses everything, and repeats whatever it was given, but for the methods whose answers are scripted. */
let echoing: Server;
let url: string;
let answers: Record<string, object>;
beforeEach(async () => {
  answers = {};
  echoing = createServer((request, response) => {
    const { headers, url: at = "" } = request;
    const [, scripted] = Object.entries(answers).find(([method]) => at.includes(method)) ?? [];
    if (scripted) return response.end(JSON.stringify(scripted));
    return response
      .writeHead(403, { "retry-after": "1", "x-echo": at })
      .end(`no: ${headers.authorization ?? ""} ${url}${at}`);
  });
  await new Promise<void>((resolve) => echoing.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(echoing.address() as AddressInfo).port}`;
});
afterEach(() => {
  echoing.closeAllConnections();
  echoing.close();
});

const run = (inputs: Record<string, string>, env: Record<string, string> = {}) =>
  startBundle({
    node: nodeBinaries().at(-1) ?? process.execPath,
    bundle: join(builtBundles(), "notify-slack.mjs"),
    inputs: { environment: "staging", outcome: "failed", reason: "why", ...inputs },
    env,
  });
const ways = () => ({
  "a token": { token: secret, channel: "C1", "api-url": url },
  "a webhook": { "webhook-url": `${url}${path}` },
});

test.each(["a token", "a webhook"] as const)("%s that Slack refuses is a warning, and is seen nowhere", async (way) => {
  const step = await run(ways()[way]);
  expect(step.status).toBe(0);
  expect(step.output).toMatch(/^delivered<<(\S+)\nfalse\n\1$/m);
  // What the runner is told to mask has to be told to it.
  const shown = step.stdout.split("\n").filter((line) => !line.startsWith("::add-mask::"));
  expect(shown.join("\n")).toMatch(/^::warning::Slack's .* was not told: Slack refused /);
  const seen = [...shown, step.stderr, step.output, step.summary].join("\n");
  for (const part of [secret, path, "0123456789secret", "B00000000"]) expect(seen).not.toContain(part);
  for (const masked of way === "a token" ? [secret] : [`${url}${path}`, "0123456789secret"])
    expect(step.stdout).toContain(`::add-mask::${masked.replaceAll("%", "%25")}\n`);
});

test.each(["a token", "a webhook"] as const)(
  "%s that Slack refuses fails the step where on-error says so",
  async (way) => {
    const step = await run({ ...ways()[way], "on-error": "error" });
    expect(step.status).toBe(1);
    const shown = step.stdout.split("\n").filter((line) => !line.startsWith("::add-mask::"));
    expect(shown.join("\n")).toMatch(/^::error::Slack's .* was not told: Slack refused /m);
    expect(shown.join("\n")).not.toContain("::warning::");
    for (const part of [secret, path]) expect([...shown, step.output, step.summary].join("\n")).not.toContain(part);
  },
);

test("a job's output deployments that is no rollout's is a warning, and keeps nobody from hearing of the failure", async () => {
  const needs = { deploy: { result: "failure", outputs: { deployments: "https://api.example" } } };
  const step = await run({ ...ways()["a webhook"], outcome: "", needs: JSON.stringify(needs) });
  expect(step.stdout).toContain("::warning::needs: the output deployments of the job deploy is not ecs-rollout's");
  // It was sent: the server refuses whatever it gets.
  expect(step.stdout).toMatch(/^::warning::Slack's webhook was not told: Slack refused /m);
});

test.each([
  ["a warning", "warn", "warning", 0],
  ["an error where on-error says so", "error", "error", 1],
])("a secret that is not set is %s, which says that it is empty", async (_title, onError, level, status) => {
  const step = await run({ token: "", channel: "C1", "webhook-url": "", "on-error": onError });
  expect(step.status).toBe(status);
  expect(step.outputs["delivered"]).toBe("false");
  const told = `::${level}::Slack's C1 was not told: token, token-secret and webhook-url are empty%0AGive one of them, `;
  expect(step.stdout.split("\n").filter((line) => line.startsWith("::"))).toEqual([expect.stringContaining(told)]);
});

test("a topic is told in its own Region where no other is set, as a secret is asked for in its own", async () => {
  const wire = await startAwsWire({ Publish: [{ MessageId: "1" }], GetSecretValue: [{ SecretString: secret }] });
  const env = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_ENDPOINT_URL: wire.url };
  answers = { "chat.postMessage": taken };
  const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-token-AbCdEf";
  const bot = { "token-secret": secretArn, channel: "C1", "api-url": url };
  const step = await run({ ...bot, "topic-arn": "arn:aws:sns:eu-west-1:123456789012:deployments" }, env);
  await wire.close();
  expect(step.stdout).toContain("Told arn:aws:sns:eu-west-1:123456789012:deployments\n");
  expect(step.outputs).toMatchObject({ thread, delivered: "true" });
});

const permalink = "https://slack.example/archives/C1/p15";
const refused = { ok: false, error: "restricted_action" };

test("a proxy is used where the environment asks Node for it, and not else", async () => {
  const asked: string[] = [];
  echoing.on("connect", ({ url: to = "" }: IncomingMessage, socket: Duplex) => {
    asked.push(to);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  // At these ports nobody answers.
  const tell = (port: number, env: Record<string, string>) =>
    run({ "webhook-url": `https://127.0.0.1:${port}${path}` }, { HTTPS_PROXY: url, ...env });
  await Promise.all([
    tell(65001, { NODE_USE_ENV_PROXY: "1" }),
    tell(65002, { NODE_USE_ENV_PROXY: "1", NO_PROXY: "127.0.0.1" }),
    tell(65003, {}),
  ]);
  expect([...new Set(asked)]).toEqual(["127.0.0.1:65001"]);
}, 60_000);

test("a proxy is used for AWS too where the environment asks Node for it, and not else", async () => {
  const asked: string[] = [];
  echoing.on("connect", ({ url: to = "" }: IncomingMessage, socket: Duplex) => {
    asked.push(to);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  const publish = (port: number, env: Record<string, string>) => {
    const aws = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", HTTPS_PROXY: url };
    const topic = { "topic-arn": "arn:aws:sns:eu-west-1:123456789012:deployments" };
    return run(topic, { ...aws, AWS_ENDPOINT_URL: `https://127.0.0.1:${port}`, ...env });
  };
  await Promise.all([publish(65004, { NODE_USE_ENV_PROXY: "1" }), publish(65005, {})]);
  expect([...new Set(asked)]).toEqual(["127.0.0.1:65004"]);
}, 60_000);

test("what Slack took is said in the log, with its address", async () => {
  answers = { "chat.postMessage": taken, "chat.getPermalink": { ok: true, permalink } };
  const step = await run(ways()["a token"]);
  expect(step.outputs).toMatchObject({ thread, permalink, delivered: "true" });
  expect(step.stdout).toContain(`Told Slack's C1: ${permalink}\n`);
});

test("what Slack refuses stands in the summary with what to do in a paragraph of its own", async () => {
  answers = { "chat.postMessage": { ok: false, error: "invalid_auth" } };
  const { summary } = await run(ways()["a token"]);
  expect(summary).toContain(": invalid_auth**\n\ntoken: Slack does not know this token.\n");
});

test.each([
  ["whom nobody could call is told as not delivered", "here", "false", 1],
  ["without its thread's details it is delivered all the same", "", "true", 0],
])("of a message that was edited: %s", async (_title, mention, delivered, statusOfErrors) => {
  answers = { "chat.update": { ok: true }, "chat.postMessage": refused };
  const deployments = '{"api":{"outcome":"failed"}}';
  const inputs = { ...ways()["a token"], thread, mention, deployments };
  const step = await run(inputs);
  expect(step.outputs).toMatchObject({ thread, delivered });
  expect(step.status).toBe(0);
  const told = step.stdout.split("\n").filter((line) => line.startsWith("::warning::"));
  expect(told).toEqual([
    "::warning::Slack's C1: Slack refused chat.postMessage: restricted_action: its thread lacks what belongs there",
    ...(mention ? ["::warning::Slack's C1: nobody was called: Slack refused chat.postMessage: restricted_action"] : []),
  ]);
  expect((await run({ ...inputs, "on-error": "error" })).status).toBe(statusOfErrors);
});
