import type { Content, Service } from "./content";
import { cut, onOneLine } from "./limits";

/** SNS takes subjects of fewer than 100 characters, on one line. */
const longestSubject = 99;
/** SNS takes 256 KiB; a character is up to three bytes there. */
const longestBody = 80_000;

/** The same content as an e-mail. */
export function toPlainText({ title, reason, services, fields, origin, commits }: Content): {
  subject: string;
  body: string;
} {
  const { server, repository, runId, actor, subject = "", compare } = origin;
  const parts = [
    [title, reason],
    services.map(serviceLine),
    fields.map(([name, value]) => `${name}: ${onOneLine(value)}`),
    [
      [...commits.map((commit) => `Commit ${shorten(commit)}`), subject, `by ${actor || "somebody"}`].join(" "),
      `Run: ${server}/${repository}/actions/runs/${runId}`,
      compare && `Changes: ${compare}`,
    ],
  ];
  const body = parts
    .map((lines) => lines.filter(Boolean).join("\n"))
    .filter(Boolean)
    .join("\n\n");
  return { subject: cut(title, longestSubject), body: `${cut(body, longestBody)}\n` };
}

const shorten = (commit: string) => onOneLine(commit.slice(0, 12));

function serviceLine({ mark, name, what, reason, commits }: Service): string {
  // A reason may begin with the outcome's own word.
  const why = onOneLine(reason.startsWith(`${what}: `) ? reason.slice(what.length + 2) : reason);
  const way = commits ? `, ${commits.map(shorten).join(" → ")}` : "";
  return `${mark} ${name} ${what}${way}${why && `: ${why}`}`;
}
