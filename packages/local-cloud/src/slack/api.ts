import { problemsOf } from "./block-kit";
import type { Channel, SlackConfiguration } from "./configuration";
import type { Block, Message, Messages } from "./messages";

/** A request's arguments, from JSON or a form; a form's `blocks` is JSON in text. */
export type Arguments = Record<string, unknown>;

/** Slack answers 200 with `ok`, whatever happened. */
export type Reply = { ok: true; [field: string]: unknown } | { ok: false; error: string; response_metadata?: unknown };

type Method = (given: Arguments) => Reply;

/** The methods that notify-slack calls, as docs.slack.dev/reference/methods describes them. */
export function slackApi(configuration: SlackConfiguration, messages: Messages): Record<string, Method> {
  const byName = (given: unknown) =>
    configuration.channels.find(({ id, name }) => given === id || given === name || given === `#${name}`);
  const byId = (given: unknown) => configuration.channels.find(({ id }) => given === id);

  return {
    "auth.test": () => ({ ok: true, url: `${configuration.url}/`, team: "Local", user: "cashsouk", bot_id: "B0LOCAL" }),

    "chat.postMessage": (given) =>
      withChannel(byName(given.channel), (channel) =>
        withContent(given, (content) => {
          const thread = typeof given.thread_ts === "string" ? { thread: given.thread_ts } : {};
          const message = messages.add({ channel: channel.id, ...content, ...thread });
          return { ok: true, channel: channel.id, ts: message.ts, message: described(message) };
        }),
      ),

    // Unlike chat.postMessage it takes the channel's id only.
    "chat.update": (given) =>
      withChannel(byId(given.channel), (channel) =>
        withMessage(messages, channel, given.ts, (message) =>
          withContent(given, (content) => {
            messages.update(message, content);
            return { ok: true, channel: channel.id, ts: message.ts, text: message.text, message: described(message) };
          }),
        ),
      ),

    "chat.getPermalink": (given) =>
      withChannel(byId(given.channel), (channel) =>
        withMessage(messages, channel, given.message_ts, ({ ts }) => ({
          ok: true,
          channel: channel.id,
          permalink: `${configuration.url}/archives/${channel.id}/p${ts.replace(".", "")}`,
        })),
      ),
  };
}

function withChannel(channel: Channel | undefined, then: (channel: Channel) => Reply): Reply {
  return channel ? then(channel) : { ok: false, error: "channel_not_found" };
}

function withMessage(messages: Messages, channel: Channel, ts: unknown, then: (message: Message) => Reply): Reply {
  const message = typeof ts === "string" ? messages.find(channel.id, ts) : undefined;
  return message ? then(message) : { ok: false, error: "message_not_found" };
}

export function withContent(given: Arguments, then: (content: Pick<Message, "text" | "blocks">) => Reply): Reply {
  const blocks = parsedBlocks(given.blocks);
  const problems = problemsOf(blocks);
  if (problems.length > 0) return { ok: false, error: "invalid_blocks", response_metadata: { messages: problems } };
  const text = typeof given.text === "string" ? given.text : "";
  if (!text && (blocks as Block[]).length === 0) return { ok: false, error: "no_text" };
  return then({ text, blocks: blocks as Block[] });
}

function parsedBlocks(blocks: unknown): unknown {
  if (blocks === undefined) return [];
  if (typeof blocks !== "string") return blocks;
  try {
    return JSON.parse(blocks) as unknown;
  } catch {
    return undefined;
  }
}

function described({ ts, text, blocks, thread, edited }: Message) {
  return {
    type: "message",
    bot_id: "B0LOCAL",
    ts,
    text,
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(thread ? { thread_ts: thread } : {}),
    ...(edited ? { edited: { user: "B0LOCAL", ts: edited } } : {}),
  };
}
