import { fenced } from "./fenced";
import { inline } from "./markdown";

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
