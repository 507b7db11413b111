import type { Block } from "./messages";

/** A text object, of a block or inside one. */
export interface Text {
  type: "plain_text" | "mrkdwn";
  text: string;
}

/** Slack's limits: docs.slack.dev/reference/block-kit/blocks. */
const limits = { blocks: 50, header: 150, section: 3_000, fields: 10, field: 2_000, elements: 10, button: 75 };

/** What Slack would refuse, in its own words; empty for blocks that it would show. */
export function problemsOf(blocks: unknown): string[] {
  if (!Array.isArray(blocks)) return ["must be an array [json-pointer:/blocks]"];
  if (blocks.length > limits.blocks) return [`no more than ${limits.blocks} items allowed [json-pointer:/blocks]`];
  return blocks.flatMap((block, index) =>
    isBlock(block) ? problemsOfBlock(block, `/blocks/${index}`) : [`must be a block [json-pointer:/blocks/${index}]`],
  );
}

function problemsOfBlock(block: Block, at: string): string[] {
  switch (block.type) {
    case "header":
      return textProblems(block.text, `${at}/text`, limits.header, ["plain_text"]);
    case "section":
      if (block.text === undefined && block.fields === undefined)
        return [`text or fields is required [json-pointer:${at}]`];
      return [
        ...(block.text === undefined ? [] : textProblems(block.text, `${at}/text`, limits.section)),
        ...listProblems(block.fields ?? [], `${at}/fields`, limits.fields, (field, place) =>
          textProblems(field, place, limits.field),
        ),
      ];
    case "context":
      return listProblems(block.elements, `${at}/elements`, limits.elements, (element, place) =>
        isImage(element) ? [] : textProblems(element, place, limits.section),
      );
    case "actions":
      return listProblems(block.elements, `${at}/elements`, 25, (element, place) =>
        textProblems((element as { text?: unknown }).text, `${place}/text`, limits.button, ["plain_text"]),
      );
    case "divider":
      return [];
    default:
      return [`unsupported type: ${block.type} [json-pointer:${at}/type]`];
  }
}

function listProblems(
  list: unknown,
  at: string,
  most: number,
  judge: (entry: unknown, place: string) => string[],
): string[] {
  if (!Array.isArray(list)) return [`must be an array [json-pointer:${at}]`];
  if (list.length > most) return [`no more than ${most} items allowed [json-pointer:${at}]`];
  return list.flatMap((entry, index) => judge(entry, `${at}/${index}`));
}

function textProblems(
  text: unknown,
  at: string,
  most: number,
  types: readonly string[] = ["plain_text", "mrkdwn"],
): string[] {
  if (!isText(text) || !types.includes(text.type))
    return [`must be a text object of type ${types.join(" or ")} [json-pointer:${at}]`];
  if (text.text.length === 0) return [`must be more than 0 characters [json-pointer:${at}/text]`];
  if (text.text.length > most) return [`must be less than ${most + 1} characters [json-pointer:${at}/text]`];
  return [];
}

export function isText(value: unknown): value is Text {
  return isObject(value) && typeof value.type === "string" && typeof value.text === "string";
}

function isImage(value: unknown): boolean {
  return isObject(value) && value.type === "image";
}

function isBlock(value: unknown): value is Block {
  return isObject(value) && typeof value.type === "string";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
