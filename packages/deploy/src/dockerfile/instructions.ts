/** One instruction with its continued lines joined. */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  readonly rest: string;
}

/** Reads a Dockerfile as BuildKit does, as far as what it takes from outside goes: heredocs are passed over. */
export function* instructions(dockerfile: string): Generator<Instruction> {
  const escape = /^#\s*escape\s*=\s*`/im.test(dockerfile) ? "`" : "\\";
  const lines = dockerfile.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    let text = (lines[at] ?? "").trim();
    if (text === "" || text.startsWith("#")) continue;
    while (text.endsWith(escape) && at + 1 < lines.length) {
      const next = (lines[++at] ?? "").trim();
      // Comments and empty lines inside a continued instruction are skipped.
      text = next === "" || next.startsWith("#") ? text : `${text.slice(0, -1)} ${next}`;
    }
    const [, name = "", rest = ""] = /^(\w+)\s*(.*)$/s.exec(text) ?? [];
    const instruction = { name: name.toUpperCase(), rest: rest.trim() };
    for (const { end, indented } of heredocs(instruction))
      while (at + 1 < lines.length && bare(lines[++at] ?? "", indented) !== end) continue;
    yield instruction;
  }
}

/** As a shell divides a line: what is quoted is one word, and keeps its quotes. */
export function words(text: string): string[] {
  return text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
}

export function unquoted(word: string): string {
  return word.replace(/["']/g, "");
}

/** Only where a whole word is one: `<<EOF`, `3<<-"EOF"`; not `<<<`, not a shift, nothing inside quotes. */
function heredocs({ name, rest }: Instruction): { end: string; indented: boolean }[] {
  const takes = name === "ONBUILD" ? rest.split(/\s/)[0]?.toUpperCase() : name;
  if (takes !== "RUN" && takes !== "COPY" && takes !== "ADD") return [];
  return words(rest)
    .map((word) => /^\d*<<(-?)([^<]+)$/.exec(word))
    .filter((found) => found !== null)
    .map(([, dash, end = ""]) => ({ end: unquoted(end), indented: dash === "-" }));
}

function bare(line: string, indented: boolean): string {
  return indented ? line.replace(/^\t+/, "") : line;
}
