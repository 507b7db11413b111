import { isRecord, isText } from "../is-record";
import { tryJson, withoutMark } from "../json";

/**
 * What a Dockerfile's head says of its reading; the first line that is none of them ends it.
 * https://github.com/moby/buildkit/blob/master/frontend/dockerfile/parser/directives.go
 */
const known = /^([a-z][a-z0-9]*)[ \t\f\r]*=[ \t\f\r]*(.+?)[ \t\f\r]*$/i;
const names = ["syntax", "check", "escape"];

/** The frontend's image, and what is said to it. It may read another language: one with `//`, JSON, below a shebang. */
export function syntax(dockerfile: string): string | undefined {
  const text = withoutMark(dockerfile).replace(/^#![^\n]*\n?/, "");
  return directive(linesOf(text), "#", "syntax") ?? directive(linesOf(text), "//", "syntax") ?? jsonSyntax(text);
}

/** What continues a line, and takes from a character what it means. */
export function escapeToken(dockerfile: string): "\\" | "`" {
  const lines = linesOf(dockerfile).map((line) => line.trimStart());
  return directive(lines, "#", "escape") === "`" ? "`" : "\\";
}

export function linesOf(dockerfile: string): string[] {
  return withoutMark(dockerfile).split(/\r?\n/);
}

function directive(lines: readonly string[], comment: string, wanted: string): string | undefined {
  for (const line of lines) {
    const [, name = "", value] = (line.startsWith(comment) && known.exec(line.slice(comment.length).trimStart())) || [];
    if (!names.includes(name.toLowerCase())) return undefined;
    if (name.toLowerCase() === wanted) return value;
  }
  return undefined;
}

function jsonSyntax(text: string): string | undefined {
  const said = tryJson(text);
  return isRecord(said) && isText(said["syntax"]) ? said["syntax"] : undefined;
}
