import type { StackResult } from "./request";

/** What a person reads of it: outcome, changes, outputs, as Markdown. */
export function stackSummary(result: StackResult): string {
  const { name, outcome, status, changes, refused, outputs, seconds } = result;
  const why = outcome.kind === "unchanged" ? `: ${outcome.why}` : "";
  return [
    `### Stack ${name}: ${outcome.kind}${why}`,
    `${status ?? "not created"}, ${seconds} s`,
    ...(refused.length > 0 ? ["**To apply this would be refused:**", ...refused.map((line) => `- ${line}`)] : []),
    ...table(
      ["Change", "Resource", "Type", "Replaced"],
      changes.map(({ action, path, type, replacement }) => [action, path, type, replacement ?? ""]),
    ),
    ...table(["Output", "Value"], Object.entries(outputs)),
  ].join("\n\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")];
}
