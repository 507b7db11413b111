import type { Clock } from "../clock";
import { DeployError } from "../error";
import { type Content, stepLine, type Told } from "./content";
import type { Delivery } from "./delivery";
import type { Result } from "./facts";
import { toDetails, toLine, toMessage } from "./message";
import { formatPlace, isOfTheMessage, parsePlace, type Place, slackClient } from "./slack";

/** A bot that may write into a channel. */
export interface Bot {
  readonly token: string;
  readonly channel: string;
  readonly apiUrl: string;
}

interface Telling extends Pick<Told, "event"> {
  /** The message that `started` made. */
  readonly thread: string | undefined;
  readonly result: Result;
  readonly content: Content;
  /** Whom it calls: nobody, where it is no failure. */
  readonly mentions: readonly string[];
}

/** One message a deployment, updated as steps end; what is longer than a look goes to its thread. */
export async function tellChannel(
  clock: Clock,
  { token, channel, apiUrl }: Bot,
  { event, thread, result, content, mentions }: Telling,
): Promise<Delivery> {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new DeployError("bad-token", "token: want a token without blanks");
  const slack = slackClient(clock, { url: apiUrl, token });
  const notes: string[] = [];
  const before = thread ? parsePlace(thread, channel) : undefined;
  const at = await updateOrPost(before);
  if (event === "step" && at.edited) await slack.post(at.channel, toLine(stepLine(result)), at.ts);
  if (event === "finished") {
    const details = toDetails(content, at.edited ? mentions : []);
    if (details) await slack.post(at.channel, details, at.ts);
  }
  // The message is there, with a link to it or without.
  const permalink = await slack.permalink(at).catch(() => "");
  return { thread: formatPlace(at), permalink, notes };

  /** A message that can't be edited is no reason to stay silent. An edit calls nobody, so it mentions nobody. */
  async function updateOrPost(place: Place | undefined): Promise<Place & { edited: boolean }> {
    const post = async () => ({ ...(await slack.post(channel, toMessage(content, mentions))), edited: false });
    if (!place) return post();
    try {
      return { ...(await slack.update(place, toMessage(content))), edited: true };
    } catch (error) {
      if (!(error instanceof DeployError && isOfTheMessage(error))) throw error;
      const posted = await post();
      notes.push(`${error.message}: it is told in a new message`);
      return posted;
    }
  }
}
