import { exitCodes } from "../exit-code";
import type { Verb } from "../verbs/verb";
import { sharedFlags } from "./parse";

export function helpOfAll(verbs: readonly Verb[]): string {
  return sections([
    ["", ["cashsouk <verb> [arguments]", "", "CashSouk's deliveries by hand, by the same library as the workflows."]],
    ["Verbs", columns(verbs.map(({ name, summary }) => [name, summary]))],
    ["More", ["cashsouk <verb> --help: what it does, what it needs, examples", "--dry-run goes with every verb"]],
    ["Exit codes", columns(exitCodes)],
  ]);
}

export function helpOf(verb: Verb): string {
  const flags = Object.entries({ ...verb.flags, ...sharedFlags });
  const usage = ["cashsouk", verb.name, ...verb.positionals.map(({ name, many }) => `<${name}>${many ? "…" : ""}`)];
  return sections([
    ["", [`${usage.join(" ")} [flags]`, "", ...wrap(verb.does)]],
    ["Arguments", columns(verb.positionals.map(({ name, help }) => [name, help]))],
    [
      "Flags",
      columns(
        flags.map(([name, { value, help, many }]) => [
          `--${name}${value ? ` ${value}` : ""}`,
          `${help}${many ? " (may be given several times)" : ""}`,
        ]),
      ),
    ],
    ["Needs", verb.needs],
    ["Examples", verb.examples],
    [
      "Exit codes",
      columns(exitCodes.map(([code, meaning]) => [code, [meaning, verb.exitCodes?.[code]].filter(Boolean).join("; ")])),
    ],
  ]);
}

function sections(parts: readonly (readonly [title: string, lines: readonly string[]])[]): string {
  return parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => (title ? [title, ...lines.map((line) => `  ${line}`)] : lines).join("\n"))
    .join("\n\n");
}

const width = 100;

/** Rows of a name and its text, the texts below each other. */
function columns(rows: readonly (readonly [name: string | number, text: string])[]): string[] {
  const left = Math.max(0, ...rows.map(([name]) => String(name).length));
  return rows.flatMap(([name, text]) =>
    wrap(text, width - left).map((line, index) => `${(index === 0 ? String(name) : "").padEnd(left)}  ${line}`),
  );
}

function wrap(text: string, limit = width): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < limit) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
