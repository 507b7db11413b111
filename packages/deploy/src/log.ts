/** Where progress goes. In an action it is the workflow's log, in the CLI the terminal. */
export interface Log {
  info(line: string): void;
  warning(line: string): void;
}

/**
 * Text as lines of a workflow's log, whoever wrote it: a lone CR ends a line there too, and a line that begins with `::`,
 * or has `##[` in it, would be a command.
 */
export function plainLines(text: string): string[] {
  return text.split(/\r\n|[\r\n]/).map((line) =>
    line
      .replaceAll("##[", "## [")
      .replace(/^(\s*):(?=:)/, "$1: ")
      .trimEnd(),
  );
}

export const silentLog: Log = { info: () => undefined, warning: () => undefined };
