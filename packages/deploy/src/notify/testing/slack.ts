import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach, beforeEach } from "@jest/globals";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Notice, notify, type Receiver } from "../notify";

export const token = "xoxb-secret-1";
export const webhookPath = "/services/T00000000/B00000000/XXXXsecretXXXX";
const origin = {
  server: "https://github.com",
  repository: "cashsouk/cashsouk",
  runId: "4711",
  commit: "0123456789abcdef0123456789abcdef01234567",
  actor: "deployer",
  subject: 'Show "<notes>" & more',
  compare: "https://github.com/cashsouk/cashsouk/compare/a...b",
};

interface Call {
  readonly method: string;
  readonly body: Record<string, unknown>;
  readonly authorization: string | undefined;
}
/** How the server answers once, instead of taking everything. */
interface Scripted {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** An object as JSON, a text as it is; broken off before or within, or left open. */
  readonly body: object | string;
  readonly breaks?: "before" | "half" | "never" | "stops";
}

export const slack = { calls: [] as Call[], answers: [] as Scripted[], url: "" };
let server: Server;

beforeEach(async () => {
  slack.calls = [];
  slack.answers = [];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const at = new URL(request.url ?? "/", "http://slack");
      slack.calls.push({
        method: at.pathname.replace("/api/", ""),
        body: body ? (JSON.parse(body) as Record<string, unknown>) : Object.fromEntries(at.searchParams),
        authorization: request.headers.authorization,
      });
      const { status = 200, headers = {}, body: answer, breaks } = slack.answers.shift() ?? { body: usual(at) };
      if (breaks === "before") return response.destroy();
      if (breaks === "never") return undefined;
      const whole = typeof answer === "string" ? answer : JSON.stringify(answer);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      if (breaks === "half") return response.write(whole, () => response.destroy());
      if (breaks === "stops") return response.write(whole);
      return response.end(whole);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  slack.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function usual({ pathname, searchParams }: URL): object | string {
  if (pathname === webhookPath) return "ok";
  const [channel, ts] = [searchParams.get("channel"), searchParams.get("message_ts")];
  if (channel && ts)
    return { ok: true, permalink: `https://slack.example/archives/${channel}/p${ts.replace(".", "")}` };
  return { ok: true, channel: "C0DEPLOY", ts: `1700000000.00000${slack.calls.length}` };
}

export const bot = (): Receiver => ({ kind: "bot", token, channel: "#deployments", apiUrl: `${slack.url}/api` });
export const webhook = (): Receiver => ({ kind: "webhook", url: `${slack.url}${webhookPath}` });

export const clock = makeTestClock();
export function tell(notice: Partial<Notice>, to: Receiver = bot()) {
  const whole: Notice = {
    event: "finished",
    kind: "deployment",
    environment: "staging",
    fields: {},
    mentions: [],
    thread: undefined,
    result: {},
    needs: {},
    ...notice,
  };
  return notify(clock, to, whole, origin);
}

/** The calls that made or changed messages. */
export const told = () => slack.calls.filter(({ method }) => method !== "chat.getPermalink");
