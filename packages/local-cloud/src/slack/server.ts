import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { slackApi, withContent, type Arguments, type Reply } from "./api";
import type { SlackConfiguration } from "./configuration";
import { Messages } from "./messages";
import { page } from "./page";

const largestBody = 1_000_000;

/** Slack as notify-slack sees it, and a page for people. */
export function slackServer(configuration: SlackConfiguration): Server {
  const messages = new Messages(configuration.messages);
  const methods = slackApi(configuration, messages);

  return createServer((incoming, outgoing) => {
    route(incoming, outgoing).catch((error: Error) => send(outgoing, 400, error.message));
  });

  async function route(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname } = new URL(incoming.url ?? "/", configuration.url);
    if (pathname === "/health") return send(outgoing, 200, "ok");
    if (pathname === "/") return sendPage(outgoing);
    const permalink = /^\/archives\/[A-Z0-9]+\/(p\d+)$/.exec(pathname);
    if (permalink) return void outgoing.writeHead(302, { location: `/#${permalink[1]}` }).end();
    if (pathname.startsWith("/api/")) return sendJson(outgoing, await call(pathname.slice("/api/".length), incoming));
    if (pathname.startsWith("/services/")) return takeWebhook(pathname, incoming, outgoing);
    return send(outgoing, 404, "not found");
  }

  async function call(name: string, incoming: IncomingMessage): Promise<Reply> {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) return { ok: false, error: "unknown_method" };
    const given = await argumentsOf(incoming);
    const token = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? "")?.[1] ?? given?.token;
    if (typeof token !== "string" || !token) return { ok: false, error: "not_authed" };
    if (!isSame(token, configuration.token)) return { ok: false, error: "invalid_auth" };
    return given ? method(given) : { ok: false, error: "invalid_json" };
  }

  /** An incoming webhook speaks in plain text and HTTP statuses: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. */
  async function takeWebhook(path: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (!isSame(path, configuration.webhookPath)) return send(outgoing, 403, "invalid_token");
    const given = await argumentsOf(incoming);
    if (!given) return send(outgoing, 400, "invalid_payload");
    const reply = withContent(given, (content) => {
      messages.add({ channel: configuration.channels[0]!.id, ...content });
      return { ok: true };
    });
    return reply.ok ? send(outgoing, 200, "ok") : send(outgoing, 400, reply.error);
  }

  function sendPage(outgoing: ServerResponse): void {
    outgoing.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": contentPolicy });
    outgoing.end(page(configuration.channels, messages.all()));
  }
}

/** What a message carries is shown, never run. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'";

/** Undefined when the body is not what its content type says. */
async function argumentsOf(incoming: IncomingMessage): Promise<Arguments | undefined> {
  const query = new URL(incoming.url ?? "/", "http://slack").searchParams;
  const body = await bodyOf(incoming);
  if (!incoming.headers["content-type"]?.startsWith("application/json"))
    return Object.fromEntries([...query, ...new URLSearchParams(body)]);
  try {
    const parsed = JSON.parse(body) as unknown;
    return typeof parsed === "object" && parsed !== null ? (parsed as Arguments) : undefined;
  } catch {
    return undefined;
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of incoming.setEncoding("utf8")) {
    body += chunk as string;
    if (body.length > largestBody) throw new Error("msg_too_long");
  }
  return body;
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function sendJson(outgoing: ServerResponse, reply: Reply): void {
  outgoing.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(reply));
}

function send(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
}
