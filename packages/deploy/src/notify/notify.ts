import type { GetSecretValueCommandInput, GetSecretValueCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Clock } from "../clock";
import { DeployError } from "../error";
import { type Needs, type Result, resultOf } from "./facts";
import { detailsMessage, finishedMessage, type Message, type Origin, startedMessage, stepMessage } from "./message";
import { formatPlace, parsePlace, type Place, slackClient } from "./slack";

export interface Notice {
  readonly channel: string;
  readonly apiUrl: string;
  readonly event: "started" | "step" | "finished";
  /** The message that `started` made. */
  readonly thread: string | undefined;
  readonly environment: string;
  readonly result: Partial<Result>;
  readonly needs: Needs;
}

/** What reading the token needs of `SecretsManager`. */
export interface Secrets {
  getSecretValue(input: GetSecretValueCommandInput): Promise<GetSecretValueCommandOutput>;
}

export async function readToken(secrets: Secrets, id: string): Promise<string> {
  const { SecretString } = await secrets.getSecretValue({ SecretId: id });
  if (SecretString) return SecretString.trim();
  throw new DeployError("no-token", `token-secret: ${id} holds no text`);
}

/** Tells Slack; answers with the message's place, for the next event's `thread`. */
export async function notify(clock: Clock, token: string, notice: Notice, origin: Origin): Promise<string> {
  const slack = slackClient(clock, { url: notice.apiUrl, token });
  const { channel, environment } = notice;
  const place = notice.thread ? parsePlace(notice.thread, channel) : undefined;
  const result = resultOf(notice.result, notice.needs);

  switch (notice.event) {
    case "started":
      return formatPlace(await slack.post(channel, startedMessage(environment, origin)));
    case "step": {
      const message = stepMessage(result.outcome, result.reason ?? result.outcome);
      const posted = await slack.post(place?.channel ?? channel, message, place?.ts);
      return formatPlace(place ?? posted);
    }
    case "finished": {
      const at = await updateOrPost(place, finishedMessage(environment, result, origin));
      const details = detailsMessage(result);
      if (details) await slack.post(at.channel, details, at.ts);
      return formatPlace(at);
    }
    default:
      return notice.event satisfies never;
  }

  /** A message that was deleted meanwhile is no reason to stay silent. */
  async function updateOrPost(at: Place | undefined, message: Message): Promise<Place> {
    if (!at) return slack.post(channel, message);
    try {
      return await slack.update(at, message);
    } catch (error) {
      if ((error as DeployError).code !== "slack-message_not_found") throw error;
      return slack.post(channel, message);
    }
  }
}
