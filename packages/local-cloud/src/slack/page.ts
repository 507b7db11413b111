import { isText, type Text } from "./block-kit";
import type { Channel } from "./configuration";
import type { Block, Message } from "./messages";
import { escape, mrkdwn } from "./mrkdwn";

/** The newest message first, each with its answers below it. */
export function page(channels: readonly Channel[], messages: readonly Message[]): string {
  const sections = channels.map((channel) => {
    const own = messages.filter(({ channel: id }) => id === channel.id);
    const begun = own.filter(({ thread }) => !thread).reverse();
    const shown = begun.map((message) =>
      article(
        message,
        own.filter(({ thread }) => thread === message.ts),
      ),
    );
    return `<h1>#${escape(channel.name)}</h1>${shown.join("") || "<p class=empty>No message yet. A deployment writes here.</p>"}`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Slack messages of the local cloud</title><style>${style}</style></head><body><main>${sections.join("")}</main></body></html>
`;
}

function article(message: Message, answers: readonly Message[]): string {
  const content = message.blocks.length > 0 ? message.blocks.map(block).join("") : `<p>${mrkdwn(message.text)}</p>`;
  const edited = message.edited ? ` <small>(edited ${time(message.edited)})</small>` : "";
  const thread =
    answers.length > 0 ? `<div class="thread">${answers.map((answer) => article(answer, [])).join("")}</div>` : "";
  const by = `<div class="by"><b>CashSouk</b> <span class="app">APP</span> ${time(message.ts)}${edited}</div>`;
  return `<article id="p${message.ts.replace(".", "")}">${by}${content}${thread}</article>`;
}

function block(given: Block): string {
  switch (given.type) {
    case "header":
      return `<h2>${text(given.text)}</h2>`;
    case "divider":
      return "<hr>";
    case "section": {
      const fields = Array.isArray(given.fields)
        ? given.fields.map((field) => `<div>${text(field)}</div>`).join("")
        : "";
      return `${given.text ? `<p>${text(given.text)}</p>` : ""}${fields ? `<div class="fields">${fields}</div>` : ""}`;
    }
    case "context":
      return `<p class="context">${elements(given).map(text).join(" · ")}</p>`;
    case "actions":
      return `<p class="actions">${elements(given).map(button).join(" ")}</p>`;
    default:
      return `<p class="context">(a block of type ${escape(given.type)})</p>`;
  }
}

function elements({ elements: list }: Block): unknown[] {
  return Array.isArray(list) ? list : [];
}

function button(element: unknown): string {
  const { text: label, url } = element as { text?: Text; url?: string };
  return `<a class="button" href="${escape(url ?? "#")}">${text(label)}</a>`;
}

function text(given: unknown): string {
  if (!isText(given)) return "";
  return given.type === "mrkdwn" ? mrkdwn(given.text) : escape(given.text);
}

function time(ts: string): string {
  const moment = new Date(Number(ts) * 1_000).toISOString();
  return `<time datetime="${moment}">${moment.slice(0, 16).replace("T", " ")} UTC</time>`;
}

const style = `
:root { color-scheme: light dark; --line: #8884; --quiet: light-dark(#5c5c5c, #b0b0b0); --link: light-dark(#1264a3, #6cb8f0); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.1rem; } h2 { font-size: 1.1rem; margin: .25rem 0; } p { margin: .35rem 0; overflow-wrap: anywhere; }
article { border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; margin: 0 0 1rem; }
article:target { outline: 2px solid var(--link); }
.thread { border-left: 3px solid var(--line); margin-top: .75rem; padding-left: .75rem; }
.thread article { border: 0; padding: .25rem 0; margin: 0; }
.by, .context, .empty { color: var(--quiet); font-size: .85rem; } .by b { color: CanvasText; font-size: .95rem; }
.app { border: 1px solid var(--line); border-radius: 3px; font-size: .65rem; padding: 0 .2rem; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .35rem 1rem; }
.mention { background: #f2c74433; border-radius: 3px; padding: 0 .15rem; }
a { color: var(--link); } .button { border: 1px solid var(--line); border-radius: 4px; padding: .2rem .6rem; text-decoration: none; display: inline-block; }
code, pre { background: #8882; border-radius: 4px; font-size: .85em; padding: .1em .3em; } pre { overflow-x: auto; padding: .5rem; }
hr { border: 0; border-top: 1px solid var(--line); }`;
