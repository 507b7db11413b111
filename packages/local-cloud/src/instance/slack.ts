import { join, resolve } from "node:path";
import { type Instance } from "./instance";
import type { SlackConfiguration } from "../slack/configuration";
import { answersHttp, type Server } from "./server";
import { typescript } from "./typescript";

const slackChannel = { id: "C0LOCALDEP", name: "deployments" };

/** Takes what would go to Slack and shows it on a page. */
export const slack: Server = {
  name: "slack",
  configuration,
  argv: (_, configurationFile) => typescript(resolve(__dirname, "../slack/main.ts"), configurationFile),
  answers: ({ ports }) => answersHttp(`http://127.0.0.1:${ports.slack}/health`),
  address: slackUrl,
};

/** The page; its API is below /api, as Slack's is. */
function slackUrl({ ports }: Instance): string {
  return `http://127.0.0.1:${ports.slack}`;
}

function configuration(instance: Instance): SlackConfiguration {
  const { folder, ports, secrets } = instance;
  return {
    addresses: ["127.0.0.1"],
    port: ports.slack,
    url: slackUrl(instance),
    token: secrets.slackToken,
    webhookPath: secrets.slackWebhook,
    channels: [slackChannel],
    messages: join(folder, "slack-messages.json"),
  };
}
