import { blankOpaque } from "./sql";

/** A statement that loses data or that the running release may not survive. */
export interface Destructive {
  /** Counted from 1. */
  readonly line: number;
  readonly what: string;
  /** The statement on one line. */
  readonly statement: string;
}

const rules: readonly (readonly [pattern: RegExp, what: string])[] = [
  [
    /\bDROP\s+(?:FOREIGN\s+|MATERIALIZED\s+)?(?:TABLE|SCHEMA|DATABASE|VIEW|SEQUENCE|TYPE|DOMAIN|EXTENSION|OWNED)\b/i,
    "drops what may hold data or be in use",
  ],
  [
    /\bALTER\s+TABLE\b.*\bDROP\s+(?!CONSTRAINT\b|NOT\b|DEFAULT\b|EXPRESSION\b|IDENTITY\b)/i,
    "drops a column and what it holds",
  ],
  [/\bALTER\s+TABLE\b.*\bALTER\s+(?:COLUMN\s+)?\S+\s+(?:SET\s+DATA\s+)?TYPE\b/i, "changes a column's type"],
  [/\bALTER\s+TABLE\b.*\bSET\s+NOT\s+NULL\b/i, "refuses rows that the running release may still write"],
  [
    /\bALTER\s+(?:TABLE|TYPE|VIEW|SCHEMA|SEQUENCE)\b.*\bRENAME\b/i,
    "renames what the running release knows by its old name",
  ],
  [/\bTRUNCATE\b/i, "empties a table"],
  [/\bDELETE\s+FROM\b(?!.*\bWHERE\b)/i, "deletes every row"],
  [/\bDELETE\s+FROM\b.*\bWHERE\b/i, "deletes rows"],
  [/(?:^|\bBEGIN\s|\bTHEN\s|\bLOOP\s|\))\s*UPDATE\s+(?!.*\bWHERE\b)/i, "changes every row"],
  [
    /\bEXECUTE\b(?!\s+(?:FUNCTION|PROCEDURE|ON)\b)/i,
    "runs SQL that is put together as it runs, which nobody can read here",
  ],
];

/** Points at statements that need a second look. A place to look, not a proof: SQL can hide what it does. */
export function findDestructive(sql: string): Destructive[] {
  const readable = blankOpaque(sql);
  const found: Destructive[] = [];
  for (const { 0: part, index } of readable.matchAll(/[^;]+/g)) {
    const start = index + part.search(/\S|$/);
    const statement = part.trim().replaceAll(/\s+/g, " ");
    for (const [pattern, what] of rules)
      if (pattern.test(statement))
        found.push({ line: lineAt(sql, start), what, statement: onOneLine(sql.slice(start, index + part.length)) });
  }
  return found;
}

const lineAt = (text: string, at: number) => text.slice(0, at).split("\n").length;

function onOneLine(statement: string): string {
  const line = statement.trim().replaceAll(/\s+/g, " ");
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
