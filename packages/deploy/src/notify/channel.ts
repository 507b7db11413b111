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
  const { edited, ...at } = await updateOrPost(thread ? parsePlace(thread, channel) : undefined);
  const uncalled = await tellThread(at, edited);
  // The message is there, with a link to it or without.
  const permalink = await slack.permalink(at).catch(() => "");
  return { thread: formatPlace(at), permalink, notes, ...(uncalled ? { uncalled } : {}) };

  /** A message that can't be edited is no reason to stay silent. An edit calls nobody, so it mentions nobody. */
  async function updateOrPost(place: Place | undefined): Promise<Place & { edited: boolean }> {
    const post = async () => ({ ...(await slack.post(channel, toMessage(content, mentions))), edited: false });
    if (!place) return post();
    try {
      return { ...(await slack.update(place, toMessage(content))), edited: true };
    } catch (error) {
      const refusal = expected(error);
      if (!isOfTheMessage(refusal)) throw refusal;
      const posted = await post();
      notes.push(`${refusal.message}: it is told in a new message`);
      return posted;
    }
  }

  /** The message tells it already; but whom it calls is called by the thread alone, where it was edited. Returns why that was in vain. */
  async function tellThread({ channel: within, ts }: Place, edited: boolean): Promise<DeployError | undefined> {
    const calls = edited ? mentions : [];
    const line = event === "step" && edited ? toLine(stepLine(result)) : undefined;
    const more = event === "finished" ? toDetails(content, calls) : line;
    if (!more) return undefined;
    try {
      await slack.post(within, more, ts);
    } catch (error) {
      notes.push(`${expected(error).message}: its thread lacks what belongs there`);
      if (calls.length > 0) return slack.post(channel, toMessage(content, calls)).then(() => undefined, expected);
    }
    return undefined;
  }
}

/** A bug is none that a note could tell of. */
function expected(error: unknown): DeployError {
  if (error instanceof DeployError) return error;
  throw error;
}
