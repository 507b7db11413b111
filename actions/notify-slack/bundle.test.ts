import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { nodeBinaries } from "../node-versions";
import { startBundle } from "../start-bundle";

const secret = "xoxb-0123456789-secret";
const path = "/services/T00000000/B00000000/0123456789secret";

/** Refuses everything, and repeats whatever it was given. */
let echoing: Server;
let url: string;
beforeEach(async () => {
  echoing = createServer((request, response) => {
    const { headers, url: at = "" } = request;
    response.writeHead(403, { "retry-after": "1", "x-echo": at }).end(`no: ${headers.authorization ?? ""} ${url}${at}`);
  });
  await new Promise<void>((resolve) => echoing.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(echoing.address() as AddressInfo).port}`;
});
afterEach(() => {
  echoing.closeAllConnections();
  echoing.close();
});

const run = (inputs: Record<string, string>) =>
  startBundle({
    node: nodeBinaries().at(-1) ?? process.execPath,
    bundle: join(__dirname, "../dist/notify-slack.mjs"),
    inputs: { environment: "staging", outcome: "failed", reason: "why", ...inputs },
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
    expect(shown.join("\n")).toMatch(/^::error::Slack refused /m);
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
