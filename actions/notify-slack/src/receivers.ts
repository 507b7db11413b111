import { setSecret } from "@actions/core";
import { readToken, type Receiver, secretParts } from "@cashsouk/deploy/notify";
import type { ActionContext } from "../../src/run-action";
import type { NotifyInputs } from "./inputs";

type Aws = ActionContext["aws"];

/** How a receiver is called in a message, and what it takes to reach it. */
export interface Reach {
  readonly name: string;
  readonly find: () => Promise<Receiver>;
}

export function receiversOf({ bot, webhookUrl, topicArn }: NotifyInputs, aws: Aws): Reach[] {
  const reaches: Reach[] = [];
  if (bot) reaches.push({ name: `Slack's ${bot.channel}`, find: () => findBot(bot, aws) });
  if (webhookUrl) reaches.push({ name: "Slack's webhook", find: () => Promise.resolve(findWebhook(webhookUrl)) });
  if (topicArn) reaches.push({ name: topicArn, find: () => findTopic(topicArn, aws) });
  return reaches;
}

async function findBot({ channel, apiUrl, ...of }: NonNullable<NotifyInputs["bot"]>, aws: Aws): Promise<Receiver> {
  const token = of.token ?? (await secretToken(of.tokenSecret ?? "", aws));
  mask(token);
  return { kind: "bot", token, channel, apiUrl };
}

async function secretToken(id: string, aws: Aws): Promise<string> {
  const { SecretsManager } = await import("../../src/clients/secrets-manager");
  return readToken(aws(SecretsManager), id);
}

function findWebhook(url: string): Receiver {
  mask(url);
  return { kind: "webhook", url };
}

async function findTopic(arn: string, aws: Aws): Promise<Receiver> {
  const { SNS } = await import("../../src/clients/sns");
  return { kind: "topic", topics: aws(SNS), arn };
}

function mask(secret: string): void {
  for (const part of secretParts(secret)) setSecret(part);
}
