import type { PublishCommandInput, PublishCommandOutput } from "@aws-sdk/client-sns";
import type { Clock } from "../clock";
import { DeployError } from "../error";
import { type Content, contentOf, type Origin, stepLine, type Told } from "./content";
import { type Needs, type Result, resultOf } from "./facts";
import { toDetails, toLine, type Message, toMessage } from "./message";
import { toPlainText } from "./plain-text";
import { formatPlace, parsePlace, type Place, postToWebhook, slackClient } from "./slack";

export interface Notice extends Told {
  readonly result: Partial<Result>;
  readonly needs: Needs;
  /** The message that `started` made. */
  readonly thread: string | undefined;
  /** Whom a failure calls, as Slack writes it: `<@U…>`, `<!subteam^S…>`, `<!here>`. */
  readonly mentions: readonly string[];
}

/** What publishing needs of `SNS`. */
interface Topics {
  publish(input: PublishCommandInput): Promise<PublishCommandOutput>;
}

/** To whom it is told. */
export type Receiver =
  | { readonly kind: "bot"; readonly token: string; readonly channel: string; readonly apiUrl: string }
  | { readonly kind: "webhook"; readonly url: string }
  | { readonly kind: "topic"; readonly topics: Topics; readonly arn: string };

/** Where the message is; both empty where a receiver keeps no place. */
export interface Delivery {
  readonly thread: string;
  readonly permalink: string;
}

const nowhere: Delivery = { thread: "", permalink: "" };

/** Tells one receiver. What Slack says is passed on without the token or the webhook's address, even where it echoes them. */
export async function notify(clock: Clock, to: Receiver, notice: Notice, origin: Origin): Promise<Delivery> {
  const result = resultOf(notice.result, notice.needs);
  const content = contentOf(notice, result, origin);
  const mentions = notice.event === "finished" && content.bad ? notice.mentions : [];
  switch (to.kind) {
    case "topic":
      return publish(to, content);
    case "webhook":
      await postToWebhook(clock, to.url, toMessage(content, mentions));
      return nowhere;
    case "bot":
      return tellChannel(clock, to, { notice, result, content, mentions });
    default:
      return to satisfies never;
  }
}

async function publish({ topics, arn }: { topics: Topics; arn: string }, content: Content): Promise<Delivery> {
  const { subject, body } = toPlainText(content);
  await topics.publish({ TopicArn: arn, Subject: subject, Message: body });
  return nowhere;
}

interface Said {
  readonly notice: Notice;
  readonly result: Result;
  readonly content: Content;
  readonly mentions: readonly string[];
}

/** One message a deployment, updated as steps end; what is longer than a look goes to its thread. */
async function tellChannel(
  clock: Clock,
  { token, channel, apiUrl }: Extract<Receiver, { kind: "bot" }>,
  { notice, result, content, mentions }: Said,
): Promise<Delivery> {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new DeployError("bad-token", "token: want a token without blanks");
  const slack = slackClient(clock, { url: apiUrl, token });
  const before = notice.thread ? parsePlace(notice.thread, channel) : undefined;
  const at = await updateOrPost(before, toMessage(content));
  if (notice.event === "step" && before) await slack.post(at.channel, toLine(stepLine(result)), at.ts);
  if (notice.event === "finished") {
    const details = toDetails(content, at.edited ? mentions : []);
    if (details) await slack.post(at.channel, details, at.ts);
  }
  // The message is there, with a link to it or without.
  const permalink = await slack.permalink(at).catch(() => "");
  return { thread: formatPlace(at), permalink };

  /** A message that was deleted meanwhile is no reason to stay silent. An edit calls nobody, so it mentions nobody. */
  async function updateOrPost(place: Place | undefined, edit: Message): Promise<Place & { edited: boolean }> {
    const post = async () => ({ ...(await slack.post(channel, toMessage(content, mentions))), edited: false });
    if (!place) return post();
    try {
      return { ...(await slack.update(place, edit)), edited: true };
    } catch (error) {
      if ((error as DeployError).code !== "slack-message_not_found") throw error;
      return post();
    }
  }
}
