import { escapeToken, linesOf } from "./directives";
import { expand } from "./variables";

/** One instruction with its continued lines joined. */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  /** `--name=value`, those before anything else; without quotes. */
  readonly options: readonly string[];
  readonly rest: string;
}

const wordPattern = String.raw`(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+`;
const anyWord = new RegExp(wordPattern, "gs");
const option = new RegExp(String.raw`^(--(?=[^\s])${wordPattern})\s*`, "s");

/** Reads a Dockerfile as BuildKit does, as far as what it takes from outside goes: heredocs are passed over. */
export function* instructions(dockerfile: string): Generator<Instruction> {
  const lines = linesOf(dockerfile);
  // Escaped itself, it continues nothing.
  const continued = escapeToken(dockerfile) === "`" ? /(^|[^`])`[ \t]*$/ : /(^|[^\\])\\[ \t]*$/;
  for (let at = 0; at < lines.length; at++) {
    let line = (lines[at] ?? "").trimStart();
    if (isNothing(line)) continue;
    let text = line.replace(continued, "$1");
    while (continued.test(line) && at + 1 < lines.length) {
      const next = lines[++at] ?? "";
      // Comments and empty lines inside a continued instruction are skipped.
      if (isNothing(next)) continue;
      line = next;
      text += line.replace(continued, "$1");
    }
    const instruction = readInstruction(text);
    for (const { end, indented } of heredocs(instruction))
      while (at + 1 < lines.length && bare(lines[++at] ?? "", indented) !== end) continue;
    yield instruction;
  }
}

/** One without continued lines. */
export function readInstruction(text: string): Instruction {
  const [, name = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  return { name: name.toUpperCase(), ...divide(rest.trim()) };
}

/** As a shell divides a line: what is quoted is one word, and keeps its quotes. */
export function words(text: string): string[] {
  return text.match(anyWord) ?? [];
}

/** What `RUN --mount=` says, by field. */
export function mounts({ name, options }: Instruction): Map<string, string>[] {
  if (name !== "RUN") return [];
  return options
    .filter((one) => one.startsWith("--mount="))
    .map((mount) => {
      const fields = mount.slice("--mount=".length).split(",");
      return new Map(fields.map((field) => [/^[^=]*/.exec(field)![0].toLowerCase(), field.replace(/^[^=]*=?/, "")]));
    });
}

function isNothing(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

function divide(text: string): { options: string[]; rest: string } {
  const options: string[] = [];
  for (let rest = text; ;) {
    const [whole, one] = option.exec(rest) ?? [];
    if (whole === undefined || one === undefined) return { options, rest };
    options.push(one.replace(/["']|\\(.)/gs, "$1"));
    rest = rest.slice(whole.length);
  }
}

/** Only where a whole word is one: `<<EOF`, `3<<-"EOF"`; not `<<<`, not a shift, nothing inside quotes. */
function heredocs({ name, rest }: Instruction): { end: string; indented: boolean }[] {
  const takes = name === "ONBUILD" ? rest.split(/\s/)[0]?.toUpperCase() : name;
  if (takes !== "RUN" && takes !== "COPY" && takes !== "ADD") return [];
  // A quote that nothing ends makes a line of no words.
  if (/["']/.test(rest.replace(anyWord, ""))) return [];
  return words(rest)
    .map((word) => /^\d*<<(-?)([^<]+)$/s.exec(word))
    .filter((found) => found !== null)
    .map(([, dash, end = ""]) => ({ end: expand(end), indented: dash === "-" }));
}

function bare(line: string, indented: boolean): string {
  return indented ? line.replace(/^\t+/, "") : line;
}
