import { posix } from "node:path";
import { DeployError } from "../error";
import { withoutMark } from "../json";
import { eachText } from "../workspace";

/** What `.dockerignore` leaves out of a build's context. */
export interface Excludes {
  readonly ignores: (path: string) => boolean;
  /** May it bring back what lies in a folder that it leaves out? */
  readonly hasExceptions: boolean;
}

interface Pattern {
  readonly isException: boolean;
  readonly matches: (path: string) => boolean;
}

/** As BuildKit reads it: https://github.com/moby/patternmatcher. A capital is another letter there. */
export function parseDockerignore(text: string, source: string): Excludes {
  const patterns = withoutMark(text)
    .split(/\r?\n/)
    .filter((line) => !line.startsWith("#") && line.trim() !== "")
    .map((line) => parsePattern(line.trim(), source));
  /** Of each pattern, whether it matches the path or a folder above it: an exception is asked where something is left out, else the others. */
  const matchesOf = eachText((path): readonly boolean[] => {
    const above = path.includes("/") ? matchesOf(posix.dirname(path)) : [];
    let ignored = false;
    return patterns.map(({ isException, matches }, at) => {
      const matched = above[at] === true || (isException === ignored && matches(path));
      if (matched) ignored = !isException;
      return matched;
    });
  });
  return {
    ignores(path) {
      const last = matchesOf(path).lastIndexOf(true);
      return last >= 0 && !patterns[last]!.isException;
    },
    hasExceptions: patterns.some(({ isException }) => isException),
  };
}

function parsePattern(line: string, source: string): Pattern {
  const [, not = "", said = ""] = /^(!?)\s*(.*)$/s.exec(line) ?? [];
  const pattern = posix.normalize(said).replace(/^\/(?=.)|(?<=.)\/$/g, "");
  try {
    if (not && /^\/*$/.test(said)) throw new Error("an exception of nothing");
    return { isException: not !== "", matches: matcherOf(pattern) };
  } catch (cause) {
    const why = `${source}: docker reads no pattern in "${line}"`;
    throw new DeployError("invalid-dockerignore", why, undefined, { cause });
  }
}

/** Without `*`, `?`, classes and escapes no character has a meaning; `**` in front is any beginning, be it of a name. */
function matcherOf(pattern: string): (path: string) => boolean {
  const [, any = "", text] = /^(\*\*)?([^*?\\[\]]*)$/s.exec(pattern) ?? [];
  if (text !== undefined) return (path) => (any ? `/${path}` === text || path.endsWith(text) : path === text);
  const expression = pattern.replace(/\*\*\/?|\\.|[*?.+()$]/gs, (one: string, at: number) => {
    if (one.startsWith("**")) return at + one.length === pattern.length ? ".*" : "(?:.*/)?";
    if (one.startsWith("\\")) return one;
    return one === "*" ? "[^/]*" : one === "?" ? "[^/]" : `\\${one}`;
  });
  const whole = new RegExp(`^${expression}$`, "s");
  return (path) => whole.test(path);
}
