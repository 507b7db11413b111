/** What variables stand for where a word stands. */
export type Values = ReadonlyMap<string, string>;

const variable = String.raw`\$(?:(?<bare>\d|\w+)|\{(?<braced>\w+)(?:(?<operator>:?[-+?]|##?|%%?|//?)(?<word>(?:\\.|[^{}\\]|\{(?:[^{}]|\{[^{}]*\})*\})*))?\})`;
const plain = new RegExp(
  String.raw`'(?<single>[^']*)'|"(?<double>(?:\\.|\$\{[^{}]*\}|\$(?!\{[^{}]*\})|[^"\\$])*)"|\\(?<escaped>.)|${variable}`,
  "gs",
);
const inQuotes = new RegExp(String.raw`\\(?<escaped>["$\\])|${variable}`, "gs");

type Token = Partial<Record<"single" | "double" | "escaped" | "bare" | "braced" | "operator" | "word", string>>;

/**
 * A word as BuildKit takes it: without its quotes and escapes, and with what its variables stand for.
 * `unknown` is put where nothing says what one stands for. Without values, variables stay.
 */
export function expand(word: string, values?: Values, unknown = ""): string {
  const read = (text: string, tokens: RegExp): string =>
    text.replace(tokens, (...match: unknown[]) => {
      const token = match.at(-1) as Token;
      if (token.double !== undefined) return read(token.double, inQuotes);
      return token.single ?? token.escaped ?? (values ? valueOf(token, values, unknown) : String(match[0]));
    });
  return read(word, plain);
}

/** `$A`, `${A}`, `${A:-default}`, `${A:+other}`, the same without colons, and what changes the value by a pattern. */
function valueOf({ bare, braced, operator = "", word = "" }: Token, values: Values, unknown: string): string {
  const value = values.get(bare ?? braced ?? "");
  // With a colon, what is empty is as good as absent.
  const given = operator.startsWith(":") ? value || undefined : value;
  if (operator.endsWith("-")) return given ?? expand(word, values, unknown);
  if (value === undefined) return unknown;
  if (operator.endsWith("+")) return given === undefined ? "" : expand(word, values, unknown);
  if (!/^[#%/]/.test(operator)) return value;
  const [, pattern = word, other = ""] = (operator.startsWith("/") && /^((?:\\.|[^/\\])*)\/(.*)$/s.exec(word)) || [];
  const known = [pattern, other].map((text) => inPattern(text, values, unknown));
  const isKnown = unknown === "" || !known.join("").includes(unknown);
  return isKnown ? changed(value, operator, known as [string, string]) : unknown;
}

/** `ARG`'s `A`, `A=default` and several of them. `given` goes over a default, and over what `outer` has. */
export function declare(
  rest: readonly string[],
  args: Map<string, string>,
  { given, outer, unknown }: { given: Readonly<Record<string, string>>; outer?: Values; unknown?: string },
): void {
  for (const word of rest) {
    const [, name = "", value] = /^(\w+)(?:=(.*))?$/s.exec(word) ?? [];
    const now = given[name] ?? (value === undefined ? outer?.get(name) : expand(value, args, unknown));
    if (now !== undefined) args.set(name, now);
  }
}

/** There an escape stays what it is. */
function inPattern(text: string, values: Values, unknown: string): string {
  return text.replace(/\\.|[^\\]+/gs, (one) => (one.startsWith("\\") ? one : expand(one, values, unknown)));
}

/** `#` and `%` take the shortest beginning or end away, `##` and `%%` the longest; `/` replaces once, `//` each time. */
function changed(value: string, operator: string, [pattern, other]: readonly [string, string]): string {
  const isDoubled = operator.length === 2;
  switch (operator[0]) {
    case "#":
      return value.replace(new RegExp(`^${toRegExp(pattern, isDoubled ? ".*" : ".*?")}`, "s"), "");
    case "%":
      return value.replace(new RegExp(`^(.*${isDoubled ? "?" : ""})${toRegExp(pattern, ".*")}$`, "s"), "$1");
    default:
      return value.replace(new RegExp(toRegExp(pattern, ".*"), isDoubled ? "gs" : "s"), () => other);
  }
}

/** Of a shell's pattern, BuildKit knows `*` and `?`. */
function toRegExp(pattern: string, star: string): string {
  return pattern.replace(/\\(.)|\W/gs, (one: string, escaped?: string) => {
    if (one === "*") return star;
    return one === "?" ? "." : (escaped ?? one).replace(/\W/, "\\$&");
  });
}
