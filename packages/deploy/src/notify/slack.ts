import type { Clock } from "../clock";
import { DeployError } from "../error";
import type { Message } from "./message";
import { redact } from "./secrets";
import { type Answer, type Call, send } from "./send";

const hints: Record<string, string> = {
  channel_not_found: "channel: no such channel, or the app may not see it: give the channel's id and invite the app.",
  not_in_channel: "Invite the app to the channel.",
  is_archived: "channel: this channel is archived.",
  invalid_auth: "token: Slack does not know this token.",
  token_revoked: "token: this token was revoked.",
  token_expired: "token: this token has expired.",
  account_inactive: "token: the app was removed from the workspace.",
  missing_scope: "The app needs the scope chat:write.",
  invalid_token: "webhook-url: Slack does not know this address.",
  no_service: "webhook-url: this webhook was removed or switched off.",
  channel_is_archived: "webhook-url: its channel is archived.",
};

/** What Slack says of a token, or of too many calls: of any other call it would say the same. */
const ofEveryCall: ReadonlySet<string> = new Set([
  ...["not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"],
  ...["missing_scope", "no_permission", "unreachable", "rate-limited", "ratelimited", "rate_limited", "429"],
]);

/** Whether Slack refuses what was asked for one message, so that another may fare better. */
export const isOfTheMessage = ({ code }: DeployError) => !ofEveryCall.has(code.replace("slack-", ""));

interface Reply {
  readonly ok?: boolean;
  /** Other servers that take Slack's webhooks say this. */
  readonly success?: boolean;
  readonly error?: string;
  readonly channel?: string;
  readonly ts?: string;
  readonly permalink?: string;
}

/** Where a message is: `<channel id>/<timestamp>`. */
export interface Place {
  readonly channel: string;
  readonly ts: string;
}

export function slackClient(clock: Clock, { url, token }: { url: string; token: string }) {
  const base = url.replace(/\/$/, "");
  const authorization = `Bearer ${token}`;

  async function call(method: string, body: Record<string, unknown>): Promise<Reply> {
    const headers = { authorization, "content-type": "application/json; charset=utf-8" };
    return accept({
      url: `${base}/${method}`,
      method: "POST",
      headers,
      body: JSON.stringify(body),
      about: method,
      secret: token,
    });
  }

  async function accept(request: Call): Promise<Reply> {
    const answer = await send(clock, request);
    const reply = parse(answer.text, token);
    if (answer.status === 200 && reply.ok === true) return reply;
    throw refused(request, answer, errorOf(reply));
  }

  return {
    async post(channel: string, { text, blocks }: Message, thread?: string): Promise<Place> {
      const body = { channel, text, blocks, unfurl_links: false, ...(thread ? { thread_ts: thread } : {}) };
      return placeOf(await call("chat.postMessage", body));
    },
    async update({ channel, ts }: Place, { text, blocks }: Message): Promise<Place> {
      await call("chat.update", { channel, ts, text, blocks });
      return { channel, ts };
    },
    /** This method takes its arguments by the address only. */
    async permalink({ channel, ts }: Place): Promise<string> {
      const query = new URLSearchParams({ channel, message_ts: ts });
      const about = "chat.getPermalink";
      const reply = await accept({
        url: `${base}/${about}?${query.toString()}`,
        method: "GET",
        headers: { authorization },
        about,
        secret: token,
      });
      return typeof reply.permalink === "string" && URL.canParse(reply.permalink) ? reply.permalink : "";
    },
  };
}

/**
 * An incoming webhook takes new messages only. Slack answers `ok` in plain text, servers like it that or JSON; whatever
 * else comes with 200, a proxy's page or a refusal, told nobody anything.
 */
export async function postToWebhook(clock: Clock, url: string, { text, blocks }: Message): Promise<void> {
  const headers = { "content-type": "application/json; charset=utf-8" };
  const call: Call = {
    url,
    method: "POST",
    headers,
    body: JSON.stringify({ text, blocks }),
    about: "the webhook",
    secret: url,
  };
  const answer = await send(clock, call);
  const said = answer.text.trim();
  const reply = parse(said, url);
  if (answer.status === 200 && (said === "ok" || reply.ok === true || reply.success === true)) return;
  throw refused(call, answer, errorOf(reply) ?? /^[a-z_]{1,60}$/.exec(said)?.[0]);
}

function errorOf({ error }: Reply): string | undefined {
  return typeof error === "string" && error ? error.slice(0, 200) : undefined;
}

function refused({ about }: Call, { status, text }: Answer, error: string | undefined): DeployError {
  const what = error ?? `HTTP ${status}${status === 200 ? " without Slack's ok" : ""}: ${text.slice(0, 200)}`;
  const hint = Object.hasOwn(hints, what) ? hints[what] : undefined;
  return new DeployError(`slack-${error ?? status}`, `Slack refused ${about}: ${what}`, hint);
}

/** What JSON had escaped is text again, so the secret is looked for again. */
function parse(text: string, secret: string): Reply {
  const clean = (_key: string, value: unknown) => (typeof value === "string" ? redact(value, secret) : value);
  try {
    const parsed = JSON.parse(text, clean) as unknown;
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function placeOf({ channel = "", ts = "" }: Reply): Place {
  if (/^[A-Z0-9]+$/.test(channel) && /^\d+\.\d+$/.test(ts)) return { channel, ts };
  throw new DeployError("slack-no-place", "Slack took the message and did not say where it is");
}

/** `C0123/1700000000.000100`, or the timestamp alone where the channel is given by its id. */
export function parsePlace(thread: string, channel: string): Place {
  const at = thread.indexOf("/");
  return at < 0 ? { channel, ts: thread } : { channel: thread.slice(0, at), ts: thread.slice(at + 1) };
}

export const formatPlace = ({ channel, ts }: Place) => `${channel}/${ts}`;
