import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { deploy, type Deployment, stateFolder } from "./world";

interface Text {
  text: string;
}
interface Block {
  text?: Text;
  fields?: Text[];
  elements?: Text[];
}
interface Content {
  text: string;
  blocks: Block[];
}
interface Message extends Content {
  ts: string;
  thread?: string;
  edited?: string;
  /** What it said before each change. */
  earlier?: Content[];
}

/** What Slack was told since the instance was made, in order. */
export function slackMessages(): Message[] {
  return JSON.parse(readFileSync(join(stateFolder, "slack-messages.json"), "utf8")) as Message[];
}

/** As text: what the deployment's one message says now and said before, and what stands in its thread. */
export interface Told {
  message: string;
  earlier: string[];
  thread: string[];
}

export async function deployAndHear(variables: Readonly<Record<string, string>> = {}): Promise<Deployment & Told> {
  return hear(() => deploy(variables));
}

/** What Slack is told while something is done: one message, and whatever else there is in its thread. */
export async function hear(doing: () => Promise<Deployment>): Promise<Deployment & Told> {
  const known = new Set(slackMessages().map(({ ts }) => ts));
  const deployment = await doing();
  const told = slackMessages().filter(({ ts }) => !known.has(ts));
  const [message, ...more] = told;
  if (!message) throw new Error("Slack was told nothing");
  expect(more.map(({ thread }) => thread)).toEqual(more.map(() => message.ts));
  return { ...deployment, message: read(message), earlier: (message.earlier ?? []).map(read), thread: more.map(read) };
}

/** A message as somebody reads it, a block a paragraph. */
function read({ blocks }: Content): string {
  const texts = blocks.map(({ text, fields = [], elements = [] }) =>
    [...(text ? [text] : []), ...fields, ...elements].map((one) => one.text).join("\n"),
  );
  return texts.join("\n\n");
}
