import type { Content } from "./content";
import { cut, onOneLine } from "./limits";

/** SNS takes subjects of fewer than 100 characters, on one line. */
const longestSubject = 99;
/** SNS takes 256 KiB; a character is up to three bytes there. */
const longestBody = 80_000;

/** The same content as an e-mail. */
export function toPlainText({ title, reason, services, fields, origin }: Content): { subject: string; body: string } {
  const { server, repository, runId, commit, actor, subject = "", compare } = origin;
  const parts = [
    [title, reason],
    services.map(({ mark, name, what, reason: why }) => `${mark} ${name} ${what}${why ? `: ${onOneLine(why)}` : ""}`),
    fields.map(([name, value]) => `${name}: ${onOneLine(value)}`),
    [
      `Commit ${commit.slice(0, 12)} ${subject} by ${actor || "somebody"}`,
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
