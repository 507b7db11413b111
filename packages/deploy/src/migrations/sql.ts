/** What may hold a `;` or a keyword without meaning it. The text between `$$` is left: a body is SQL as well. */
const opaque = /--[^\n]*|\/\*|\bE'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?:[A-Za-z_]\w*)?\$/gi;

/** The SQL with comments and texts blanked, letter for letter, so that a place in it is a place in the original. */
export function blankOpaque(sql: string): string {
  let out = "";
  let at = 0;
  opaque.lastIndex = 0;
  for (let match = opaque.exec(sql); match; match = opaque.exec(sql)) {
    const end = match[0] === "/*" ? endOfComment(sql, match.index) : match.index + match[0].length;
    // A name between quotes stays one word, whatever it says.
    const letter = match[0].startsWith('"') ? "q" : " ";
    out += sql.slice(at, match.index) + sql.slice(match.index, end).replaceAll(/[^\n]/g, letter);
    at = opaque.lastIndex = end;
  }
  return out + sql.slice(at);
}

/** PostgreSQL's comments nest. */
function endOfComment(sql: string, from: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  for (let depth = 0, match = mark.exec(sql); match; match = mark.exec(sql)) {
    depth += match[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}
