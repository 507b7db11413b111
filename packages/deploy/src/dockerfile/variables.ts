import picomatch from "picomatch";

const variable = /\$(?:(\w+)|\{(\w+)(?:(:?[-+?]|##?|%%?)((?:[^{}]|\{[^{}]*\})*))?\})/g;

/** `$A`, `${A}`, `${A:-default}`, `${A:+other}`, the same without colons, and what takes a beginning or an end away. */
export function substitute(text: string, args: ReadonlyMap<string, string>): string {
  return text.replace(variable, (_, bare?: string, braced?: string, operator: string = "", word: string = "") => {
    const value = args.get(bare ?? braced ?? "");
    // With a colon, what is empty is as good as absent.
    const given = operator.startsWith(":") ? value || undefined : value;
    switch (operator.replace(":", "")) {
      case "-":
        return given ?? substitute(word, args);
      case "+":
        return given === undefined ? "" : substitute(word, args);
      case "#":
      case "##":
        return without(value ?? "", { pattern: word, from: "start", longest: operator === "##" });
      case "%":
      case "%%":
        return without(value ?? "", { pattern: word, from: "end", longest: operator === "%%" });
      default:
        return value ?? "";
    }
  });
}

interface Cut {
  readonly pattern: string;
  readonly from: "start" | "end";
  readonly longest: boolean;
}

function without(value: string, { pattern, from, longest }: Cut): string {
  // A pattern of the shell's meets a slash like any other character.
  const matches = picomatch(pattern.replaceAll("/", "\uE000"), { dot: true, bash: true });
  const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
  const cut = (length: number) => (from === "start" ? value.slice(0, length) : value.slice(value.length - length));
  const fitting = lengths.filter((length) => length > 0 && matches(cut(length).replaceAll("/", "\uE000")));
  const length = (longest ? fitting.at(-1) : fitting[0]) ?? 0;
  return from === "start" ? value.slice(length) : value.slice(0, value.length - length);
}
