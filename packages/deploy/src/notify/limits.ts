import { stripVTControlCharacters } from "node:util";

/** Slack's limits: docs.slack.dev/reference/block-kit/blocks. */
export const limits = { header: 150, text: 3000, blocks: 50, fields: 10, field: 2000 } as const;

/** Text within a limit; what is missing is counted where it was cut, and no character or entity is cut in two. */
export function cut(text: string, limit: number): string {
  const whole = text.replaceAll(/\p{Surrogate}/gu, "\ufffd");
  if (whole.length <= limit) return whole;
  const note = (missing: number) => ` … (${missing} more characters)`;
  const kept = whole.slice(0, limit - note(whole.length).length).replace(/[\ud800-\udbff]$|&[a-z]{0,3}$/u, "");
  return kept + note(whole.length - kept.length);
}

/** Lines in as few texts as hold them, each within Slack's limit; what does not fit into the room is counted in the last line. */
export function fill(lines: readonly string[], room: number): string[] {
  const texts: string[] = [];
  let used = 0;
  for (const [index, line] of lines.entries()) {
    const next = cut(line, 1000);
    if (used + next.length > room) {
      texts.push(`… and ${lines.length - index} more`);
      break;
    }
    used += next.length + 1;
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + next.length <= limits.text)
      texts[texts.length - 1] = `${last}\n${next}`;
    else texts.push(next);
  }
  return texts;
}

/** Only these three mean something to Slack: docs.slack.dev/messaging/formatting-message-text. */
export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** On one line, without what can't be seen. */
export function onOneLine(text: string): string {
  return visible(text).replaceAll(/\s+/g, " ").trim();
}

/** Marks that have no width, and those that turn the writing of what follows them around. */
const unseen = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Without what can't be seen: a terminal's colours, control characters, marks of direction. Lines stay lines. */
export function visible(text: string): string {
  const plain = stripVTControlCharacters(text).replaceAll(/\r\n?/g, "\n").replaceAll(unseen, "");
  return plain.replaceAll(/[^\P{Cc}\n\t]+/gu, " ");
}
