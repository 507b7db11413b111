import { type Content, runAddress, type Service } from "./content";
import { cut, onOneLine } from "./limits";

/** SNS takes subjects of fewer than 100 characters, on one line; what shortens it says so with three dots. */
const longestSubject = 97;
/** SNS takes 256 KiB; a character is up to three bytes there. */
const longestBody = 80_000;

/** The same content as an e-mail. */
export function toPlainText({ title, reason, services, fields, origin, commits }: Content): {
  subject: string;
  body: string;
} {
  const { actor, subject = "", compare } = origin;
  const parts = [
    [title, reason],
    services.map(serviceLine),
    fields.map(([name, value]) => onOneLine(`${name}: ${value}`)),
    [
      onOneLine(
        [...commits.map((commit) => `Commit ${shorten(commit)}`), subject, `by ${actor || "somebody"}`].join(" "),
      ),
      `Run: ${runAddress(origin)}`,
      compare && `Changes: ${compare}`,
    ],
  ];
  const body = parts
    .map((lines) => lines.filter(Boolean).join("\n"))
    .filter(Boolean)
    .join("\n\n");
  return { subject: inAscii(title), body: `${cut(body, longestBody)}\n` };
}

/** SNS's guide wants ASCII that begins with a letter, a digit or a punctuation mark; the body has all of it. */
function inAscii(title: string): string {
  const unmarked = title.replaceAll(
    /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\ufe0f\u200d]/gu,
    "",
  );
  const letters = unmarked
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^ -~]/gu, "?")
    .trim();
  return cut(letters, longestSubject).replace("…", "...");
}

const shorten = (commit: string) => onOneLine(commit.slice(0, 12));

function serviceLine({ mark, name, what, reason, commits }: Service): string {
  // A reason may begin with the outcome's own word.
  const why = onOneLine(reason.startsWith(`${what}: `) ? reason.slice(what.length + 2) : reason);
  const way = commits ? `, ${commits.map(shorten).join(" → ")}` : "";
  return `${mark} ${name} ${what}${way}${why && `: ${why}`}`;
}
