import { fenced } from "../fenced";
import type { MigrationPlan, PendingMigration } from "./plan";

/** GitHub drops a summary beyond 1 MiB whole. */
const room = 700_000;

/** The plan in Markdown, for whoever approves it: what is pending, what deserves a second look, the SQL folded. */
export function planSummary({ folder, base, head, pending }: MigrationPlan): string {
  const since = base ? `the released commit \`${base.slice(0, 12)}\`` : "the beginning (no commit is released)";
  const lines = [
    `### ${title(pending.length)}`,
    "",
    `In \`${folder}\`, from ${since} to \`${head.slice(0, 12)}\`, read from git alone: nothing was run.`,
  ];
  for (const { name, destructive, before } of pending) {
    for (const { line, what, statement } of destructive)
      lines.push("", `> ⚠️ ${code(name)} line ${line} ${what}: ${code(statement)}`);
    if (before)
      lines.push(
        "",
        `> ⚠️ ${code(name)} sorts before ${code(before)}, which is released: a new database applies them in the other order`,
      );
  }
  let left = room;
  for (const migration of pending) {
    lines.push("", ...folded(migration, left));
    left = Math.max(0, left - migration.sql.length);
  }
  return `${lines.join("\n")}\n`;
}

/** The pending SQL in one text, for the output `sql`. */
export function planSql({ pending }: MigrationPlan): string {
  return pending.map(({ name, sql }) => `-- ${JSON.stringify(name)}\n${sql.trimEnd()}\n`).join("\n");
}

/** The plan in one sentence. */
export function planReason({ pending }: MigrationPlan): string {
  const destructive = pending.reduce((sum, one) => sum + one.destructive.length, 0);
  const marks =
    destructive > 0 ? `, with ${destructive} destructive ${destructive === 1 ? "statement" : "statements"}` : "";
  return `${title(pending.length)}${marks}`;
}

function title(count: number): string {
  if (count === 0) return "No migration is pending";
  return count === 1 ? "1 migration is pending" : `${count} migrations are pending`;
}

function folded({ name, sql }: PendingMigration, left: number): string[] {
  const shown = sql.length > left ? `${sql.slice(0, left)}\n-- … ${sql.length - left} more characters` : sql.trimEnd();
  const lines = sql.trimEnd().split("\n").length;
  return [
    `<details><summary>${code(name)} (${lines === 1 ? "1 line" : `${lines} lines`})</summary>`,
    "",
    ...fenced(shown, "sql"),
    "",
    "</details>",
  ];
}

/** As HTML, in which neither a name nor a statement can be taken for markup. */
function code(text: string): string {
  const escaped = text.replaceAll(/[^\w .,:=/-]/gu, (letter) => `&#${letter.codePointAt(0)};`);
  return `<code>${escaped}</code>`;
}
