/** Where progress goes. In an action it is the workflow's log, in the CLI the terminal. */
export interface Log {
  info(line: string): void;
  warning(line: string): void;
}

export const silentLog: Log = { info: () => undefined, warning: () => undefined };
