import { parse } from "yaml";

interface Described {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string;
}
export interface ActionMetadata {
  readonly inputs?: Record<string, Described>;
  readonly outputs?: Record<string, Described>;
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string };
}

const start = "<!-- inputs and outputs: generated from action.yml -->";
const end = "<!-- end -->";

export function readMetadata(actionYaml: string): ActionMetadata {
  return parse(actionYaml) as ActionMetadata;
}

/** The README with the tables between its two markers made anew. Throws when it has no markers. */
export function withTables(readme: string, { inputs = {}, outputs = {} }: ActionMetadata): string {
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The README has no lines ${start} and ${end}`);
  const tables = [
    table(["Input", "Default", "What it is"], Object.entries(inputs).map(inputRow)),
    table(["Output", "What it is"], Object.entries(outputs).map(outputRow)),
  ];
  return `${readme.slice(0, from)}${start}\n\n${tables.join("\n\n")}\n\n${readme.slice(to)}`;
}

function inputRow([name, { description, required, default: fallback }]: [string, Described]): string[] {
  return [`\`${name}\``, required ? "**required**" : fallback ? `\`${fallback}\`` : "", description];
}

function outputRow([name, { description }]: [string, Described]): string[] {
  return [`\`${name}\``, description];
}

/** Columns padded as prettier pads them, so that the README is clean as generated. */
function table(head: string[], rows: string[][]): string {
  const lines = [head, ...rows].map((cells) => cells.map((cell) => cell.trim().replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]!.length)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [line(lines[0]!), line(widths.map((width) => "-".repeat(width))), ...lines.slice(1).map(line)].join("\n");
}
