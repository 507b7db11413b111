import { fenced } from "./fenced";

/** Text within a line of Markdown as it is: only its own code spans stay what they are. */
export function inline(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part.replaceAll("|", "\\|") : escaped(part)))
    .join("");
}

const escaped = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\*`[\]|~]|(?<!\w)_|_(?!\w)/g, "\\$&");

/** What went wrong, for a step's summary: its first line, what follows (a log, a list) as it is, and what to do about it. */
export function failureParagraphs({ message, hint }: { message: string; hint?: string | undefined }): string[] {
  const [first = "", ...rest] = message.trim().split("\n");
  const more = rest.join("\n").trimEnd();
  return [
    `**${inline(first)}**`,
    ...(more ? [fenced(more, "text").join("\n")] : []),
    ...(hint ? hint.split("\n").filter(Boolean) : []),
  ];
}
