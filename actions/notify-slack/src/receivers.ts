import { setSecret } from "@actions/core";
import { DeployError } from "@cashsouk/deploy";
import { readToken, type Receiver, secretParts } from "@cashsouk/deploy/notify";
import type { ActionContext } from "../../src/run-action";
import type { NotifyInputs } from "./inputs";

type Aws = ActionContext["aws"];

/** How a receiver is called in a message, and what it takes to reach it. */
export interface Reach {
  readonly name: string;
  readonly find: () => Promise<Receiver>;
}

export function receiversOf({ bot, webhookUrl, topicArn, unreachable }: NotifyInputs, aws: Aws): Reach[] {
  const reaches: Reach[] = [];
  if (unreachable) reaches.push({ name: unreachable, find: () => Promise.reject(nothingLeadsThere()) });
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
  return readToken(aws(SecretsManager, regionOf(id)), id);
}

function findWebhook(url: string): Receiver {
  mask(url);
  return { kind: "webhook", url };
}

async function findTopic(arn: string, aws: Aws): Promise<Receiver> {
  const { SNS } = await import("../../src/clients/sns");
  return { kind: "topic", topics: aws(SNS, regionOf(arn)), arn };
}

/** An ARN says where its resource is; a name is looked up in the Region that is set. */
function regionOf(id: string): { region?: string } {
  const [prefix, , , region] = id.split(":");
  return prefix === "arn" && region ? { region } : {};
}

function nothingLeadsThere(): DeployError {
  return new DeployError(
    "nobody",
    "token, token-secret and webhook-url are empty",
    "Give one of them, or a topic-arn. A secret is empty where it is not set, and in runs of forks and of Dependabot.",
  );
}

function mask(secret: string): void {
  for (const part of secretParts(secret)) setSecret(part);
}
