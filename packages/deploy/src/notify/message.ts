import { type Content, type Origin, runAddress, type Service } from "./content";
import { cut, escape, fill, limits, onOneLine } from "./limits";

interface Block {
  readonly type: "header" | "section" | "context";
  readonly text?: Text;
  readonly fields?: readonly Text[];
  readonly elements?: readonly Text[];
}
type Text =
  | { readonly type: "plain_text"; readonly text: string }
  | { readonly type: "mrkdwn"; readonly text: string; readonly verbatim: true };
export interface Message {
  /** What a notification shows. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/**
 * Room for each part. Beside the limits of a text Slack has one for all of a message's texts together, which it does not
 * document (`msg_blocks_too_long` from some 11,000 characters on): the parts stay below it.
 */
const room = {
  notification: 1000,
  reason: 600,
  services: 4000,
  details: 9000,
  field: 180,
  subject: 300,
  link: 400,
  commits: 5,
  service: 160,
};

/** The one message of a deployment: what, where, who, which services, and why where it failed. `mentions`: as Slack writes them. */
export function toMessage(content: Content, mentions: readonly string[] = []): Message {
  const { title, reason, services, fields, origin, commits } = content;
  const call = mentions.join(" ");
  const told = reason ? cut(escape(reason), room.reason) : "";
  return {
    text: cut([call, escape(title), told].filter(Boolean).join(" — "), room.notification),
    blocks: [
      { type: "header", text: { type: "plain_text", text: cut(title, limits.header) } },
      ...(told || call ? [section([call, told && quoted(told)].filter(Boolean).join("\n"))] : []),
      ...fill(
        services.map((service) => serviceLine(origin, service)),
        room.services,
      ).map(section),
      ...(fields.length > 0 ? [fieldsBlock(fields)] : []),
      section(commitLine(origin, commits)),
      { type: "context", elements: [mrkdwn(linksLine(origin))] },
    ],
  };
}

/** What goes into the thread: each service's reason, and who is called where the message itself was only edited. */
export function toDetails({ services, title }: Content, mentions: readonly string[] = []): Message | undefined {
  const lines = services.map(
    ({ mark, name, reason, what }) => `${mark} *${escape(name)}*: ${cut(escape(onOneLine(reason || what)), 700)}`,
  );
  const call = mentions.join(" ");
  if (lines.length === 0 && !call) return undefined;
  const first = call ? [`${call} ${escape(title)}`] : [];
  return {
    text: cut(first[0] ?? "Details", room.notification),
    blocks: fill([...first, ...lines], room.details).map(section),
  };
}

/** A line of its own, for the thread. */
export function toLine(line: string): Message {
  const text = cut(escape(line), limits.text);
  return { text: cut(text, room.notification), blocks: [section(text)] };
}

function serviceLine(origin: Origin, { mark, name, what, commits }: Service): string {
  const way = commits ? `: ${commits.map((commit) => commitLink(origin, commit)).join(" → ")}` : "";
  // No link is cut in two.
  return `${cut(`${mark} *${escape(onOneLine(name))}* ${escape(onOneLine(what))}`, way ? room.service : limits.text)}${way}`;
}

function fieldsBlock(fields: Content["fields"]): Block {
  const kept = fields.slice(0, fields.length > limits.fields ? limits.fields - 1 : limits.fields);
  const missing = fields.length - kept.length;
  return {
    type: "section",
    fields: [
      ...kept.map(([name, value]) =>
        mrkdwn(cut(`*${escape(onOneLine(name))}*\n${escape(onOneLine(value))}`, room.field)),
      ),
      ...(missing > 0 ? [mrkdwn(`… and ${missing} more`)] : []),
    ],
  };
}

function commitLine(origin: Origin, commits: readonly string[]): string {
  const { actor, subject = "" } = origin;
  const links = commits.slice(0, room.commits).map((one) => commitLink(origin, one));
  const more = commits.length > room.commits ? [`… and ${commits.length - room.commits} more`] : [];
  const what = [...links, ...more].join(", ");
  const who = cut(escape(onOneLine(actor) || "somebody"), room.subject);
  return [what, cut(escape(onOneLine(subject)), room.subject), `by ${who}`].filter(Boolean).join(" ");
}

function commitLink({ server, repository }: Origin, commit: string): string {
  const short = onOneLine(commit.slice(0, 12));
  return short && link(`${server}/${repository}/commit/${commit}`, short);
}

/** A channel may hear of several repositories. */
function linksLine(origin: Origin): string {
  const { server, repository, compare } = origin;
  const home = link(`${server}/${repository}`, cut(onOneLine(repository), room.field));
  const links = [home, link(runAddress(origin), "Run")];
  return [...links, ...(compare ? [link(compare, "Changes")] : [])].join(" · ");
}

/** An address that Slack would not take for one is left out; its text stays. */
function link(address: string, text: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const href = url?.href.replaceAll("|", "%7C").replaceAll(">", "%3E").replaceAll("&", "&amp;") ?? "";
  return url && /^https?:$/.test(url.protocol) && href.length <= room.link ? `<${href}|${escape(text)}>` : escape(text);
}

const quoted = (text: string) =>
  text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
/** `verbatim`: else Slack makes mentions and links of names that stand in a text (`@here`, `#general`). */
const mrkdwn = (text: string): Text => ({ type: "mrkdwn", text, verbatim: true });
const section = (text: string): Block => ({ type: "section", text: mrkdwn(cut(text, limits.text)) });
