import { inline } from "../markdown";

/** Paragraphs: a head and its list; none where the list is empty. */
export function list(head: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [head, lines.map((line) => `- ${inline(line)}`).join("\n")] : [];
}

/** A table's paragraph; none where it has no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [[line(head), line(head.map(() => "---")), ...rows.map((row) => line(row.map(inline)))].join("\n")];
}
