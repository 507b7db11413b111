/** Slack's limits: docs.slack.dev/reference/block-kit/blocks. */
export const limits = { header: 150, text: 3000, blocks: 50 } as const;

/** Text within a limit; what is missing is said where it was cut. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const note = ` … (${text.length - limit + 40} more characters)`;
  return `${text.slice(0, limit - note.length)}${note}`;
}

/** Lines within a text's limit; what is missing is counted in the last line. */
export function cutLines(lines: readonly string[], limit: number = limits.text): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    if (length + line.length + 1 > limit - 30) break;
    kept.push(line);
    length += line.length + 1;
  }
  const missing = lines.length - kept.length;
  return [...kept, ...(missing > 0 ? [`… and ${missing} more`] : [])].join("\n");
}

/** Only these three mean something to Slack: docs.slack.dev/messaging/formatting-message-text. */
export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
