/** Slack's own markup as HTML: docs.slack.dev/messaging/formatting-message-text. */
export function mrkdwn(text: string): string {
  // Code and references are taken out first: nothing inside code is markup, and an address may hold `_` and `*`.
  return text
    .split(/(```[\s\S]*?```|<[^<>\s][^<>]*>|`[^`\n]+`)/)
    .map((part, index) =>
      index % 2 === 0 ? styled(escape(part)) : part.startsWith("`") ? code(part) : reference(part.slice(1, -1)),
    )
    .join("");
}

/** Slack's senders write `&`, `<` and `>` as entities, so a text without them is escaped only once. */
export function escape(text: string): string {
  return text
    .replace(/&(?!(amp|lt|gt);)/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

const emoji: Record<string, string> = {
  arrows_counterclockwise: "🔄",
  clock1: "🕐",
  hourglass_flowing_sand: "⏳",
  large_green_circle: "🟢",
  large_yellow_circle: "🟡",
  leftwards_arrow_with_hook: "↩️",
  no_entry: "⛔",
  red_circle: "🔴",
  rocket: "🚀",
  rotating_light: "🚨",
  warning: "⚠️",
  white_check_mark: "✅",
  white_circle: "⚪",
  x: "❌",
};

function code(part: string): string {
  const block = part.startsWith("```");
  return block ? `<pre>${escape(part.slice(3, -3).trim())}</pre>` : `<code>${escape(part.slice(1, -1))}</code>`;
}

function reference(inside: string): string {
  const [target, label] = inside.split("|", 2) as [string, string | undefined];
  if (/^(https?:|mailto:)/.test(target))
    return `<a href="${escape(target)}">${label === undefined ? escape(target) : mrkdwn(label)}</a>`;
  const mention = label ?? target.replace(/^[@#!]/, "").split("^")[0]!;
  return `<span class="mention">@${escape(mention)}</span>`;
}

function styled(html: string): string {
  return html
    .replace(/:([a-z0-9_]+):/g, (whole, name: string) => emoji[name] ?? whole)
    .replace(/(^|[\s(])\*([^*\n]+)\*(?=$|[\s).,:;!?])/gm, "$1<strong>$2</strong>")
    .replace(/(^|[\s(])_([^_\n]+)_(?=$|[\s).,:;!?])/gm, "$1<em>$2</em>")
    .replace(/(^|[\s(])~([^~\n]+)~(?=$|[\s).,:;!?])/gm, "$1<s>$2</s>")
    .replace(/\n/g, "<br>");
}
