/** One instruction with its continued lines joined. */
interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/**
 * The images outside the Dockerfile that it builds from (`FROM`, `COPY --from=`, `RUN --mount=…,from=`), with build
 * arguments put in. Not `scratch`, not its own stages. Sorted. `ARG`s count where Docker lets them: before the first FROM.
 */
export function externalImages(dockerfile: string, buildArgs: Readonly<Record<string, string>>): string[] {
  const args = new Map<string, string>();
  const stages = new Set<string>(["scratch"]);
  const found = new Set<string>();
  const add = (reference: string) => {
    if (reference && !stages.has(reference.toLowerCase()) && !/^\d+$/.test(reference)) found.add(reference);
  };
  let inStage = false;
  for (const { name, rest } of instructions(dockerfile)) {
    if (name === "ARG" && !inStage) readArgs(rest, buildArgs, args);
    if (name === "FROM") {
      inStage = true;
      const [image = "", , stage] = rest.split(/\s+/).filter((word) => !word.startsWith("--"));
      add(substitute(image, args));
      if (stage) stages.add(stage.toLowerCase());
    }
    if (name === "COPY" || name === "RUN" || name === "ADD")
      for (const [, from = ""] of rest.matchAll(/--(?:from=|mount=\S*?\bfrom=)([^\s,]+)/g)) add(substitute(from, args));
  }
  return [...found].sort();
}

function readArgs(rest: string, given: Readonly<Record<string, string>>, args: Map<string, string>): void {
  for (const [, name = "", value] of rest.matchAll(/([A-Za-z_]\w*)(?:=("[^"]*"|'[^']*'|\S*))?/g)) {
    const chosen = given[name] ?? value?.replace(/^(["'])(.*)\1$/, "$2");
    if (chosen !== undefined) args.set(name, given[name] ?? substitute(chosen, args));
  }
}

/** `$A`, `${A}`, `${A:-default}`, `${A:+other}`. */
function substitute(text: string, args: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})/g,
    (_, bare?: string, braced?: string, operator?: string, word: string = "") => {
      const value = args.get(bare ?? braced ?? "") ?? "";
      if (operator === "-") return value || word;
      if (operator === "+") return value ? word : "";
      return value;
    },
  );
}

function* instructions(dockerfile: string): Generator<Instruction> {
  const escape = /^#\s*escape\s*=\s*`/im.test(dockerfile) ? "`" : "\\";
  const lines = dockerfile.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    let text = (lines[at] ?? "").trim();
    if (text === "" || text.startsWith("#")) continue;
    while (text.endsWith(escape) && at + 1 < lines.length) {
      const next = (lines[++at] ?? "").trim();
      // Comments and empty lines inside a continued instruction are skipped.
      text = next === "" || next.startsWith("#") ? text : `${text.slice(0, -1)} ${next}`;
    }
    for (const [, word] of text.matchAll(/<<-?\s*["']?([A-Za-z_]\w*)["']?/g))
      while (at + 1 < lines.length && (lines[++at] ?? "").trim() !== word) continue;
    const [, name = "", rest = ""] = /^(\w+)\s*(.*)$/s.exec(text) ?? [];
    yield { name: name.toUpperCase(), rest: rest.trim() };
  }
}
