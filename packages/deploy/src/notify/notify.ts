import type { PublishCommandInput, PublishCommandOutput } from "@aws-sdk/client-sns";
import type { Clock } from "../clock";
import { type Bot, tellChannel } from "./channel";
import { type Content, contentOf, type Origin, type Told } from "./content";
import type { Delivery } from "./delivery";
import { type Needs, type Result, resultOf } from "./facts";
import { toMessage } from "./message";
import { toPlainText } from "./plain-text";
import { postToWebhook } from "./slack";

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
  | ({ readonly kind: "bot" } & Bot)
  | { readonly kind: "webhook"; readonly url: string }
  | { readonly kind: "topic"; readonly topics: Topics; readonly arn: string };

const nowhere: Delivery = { thread: "", permalink: "", notes: [] };

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
      return tellChannel(clock, to, { ...notice, result, content, mentions });
    default:
      return to satisfies never;
  }
}

async function publish({ topics, arn }: { topics: Topics; arn: string }, content: Content): Promise<Delivery> {
  const { subject, body } = toPlainText(content);
  await topics.publish({ TopicArn: arn, Subject: subject, Message: body });
  return nowhere;
}
