import { type Clock, pause } from "../clock";
import { DeployError } from "../error";
import type { Message } from "./message";

/** How long Slack may make us wait in all, and how long one answer may take. */
const patienceMs = 60_000;
const answerMs = 15_000;

const hints: Record<string, string> = {
  channel_not_found: "channel: no such channel, or the app may not see it: give the channel's id and invite the app.",
  not_in_channel: "Invite the app to the channel.",
  invalid_auth: "token: Slack does not know this token.",
  token_revoked: "token: this token was revoked.",
  missing_scope: "The app needs the scope chat:write.",
};

interface Reply {
  readonly ok?: boolean;
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
  /** Nothing that Slack or the network says may carry the token on. */
  const clean = (text: string) => text.replaceAll(token, "***");

  async function call(method: string, body: Record<string, unknown>): Promise<Reply> {
    const until = clock.now() + patienceMs;
    for (;;) {
      const answer = await send(method, body);
      if (answer.status !== 429 && answer.reply.error !== "ratelimited") return accept(method, answer);
      if (clock.now() + answer.retryAfterMs > until)
        throw new DeployError(
          "slack-rate-limited",
          `Slack asks to wait ${answer.retryAfterMs / 1000} s before ${method}, more than the ${patienceMs / 1000} s that this waits`,
        );
      await pause(clock, answer.retryAfterMs);
    }
  }

  async function send(method: string, body: Record<string, unknown>) {
    const response = await fetch(`${url.replace(/\/$/, "")}/${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(answerMs),
    }).catch((cause: unknown) => {
      const { code, message } = ((cause as Error).cause ?? cause) as { code?: string; message: string };
      throw new DeployError("slack-unreachable", clean(`Slack did not answer ${method}: ${code ?? message}`));
    });
    const text = await response.text();
    const retryAfterMs = Math.max(1, Number(response.headers.get("retry-after")) || 1) * 1000;
    return { status: response.status, reply: parse(text), retryAfterMs, text };
  }

  function accept(method: string, { status, reply, text }: Awaited<ReturnType<typeof send>>): Reply {
    if (reply.ok) return reply;
    const what = reply.error ?? `HTTP ${status}: ${text.slice(0, 200)}`;
    throw new DeployError(`slack-${reply.error ?? status}`, clean(`Slack refused ${method}: ${what}`), hints[what]);
  }

  return {
    async post(channel: string, { text, blocks }: Message, thread?: string): Promise<Place> {
      const body = { channel, text, blocks, unfurl_links: false, ...(thread ? { thread_ts: thread } : {}) };
      const { channel: id = channel, ts = "" } = await call("chat.postMessage", body);
      return { channel: id, ts };
    },
    async update({ channel, ts }: Place, { text, blocks }: Message): Promise<Place> {
      await call("chat.update", { channel, ts, text, blocks });
      return { channel, ts };
    },
  };
}

function parse(text: string): Reply {
  try {
    return JSON.parse(text) as Reply;
  } catch {
    return {};
  }
}

/** `C0123/1700000000.000100`, or the timestamp alone where the channel is given by its id. */
export function parsePlace(thread: string, channel: string): Place {
  const at = thread.indexOf("/");
  return at < 0 ? { channel, ts: thread } : { channel: thread.slice(0, at), ts: thread.slice(at + 1) };
}

export const formatPlace = ({ channel, ts }: Place) => `${channel}/${ts}`;
