import type { InputReader, Log } from "@cashsouk/deploy";

/** What a verb works with, besides what it was told. */
export interface Tools {
  /** Progress, with the time since the command began, on standard error. */
  readonly log: Log;
  /** The result, on standard output. */
  readonly print: (text: string) => void;
  /** Aborts when the command is interrupted. */
  readonly cancelled: AbortSignal;
  /** Say what would be done after reading the real state, and change nothing. */
  readonly dryRun: boolean;
  /** Asks a person. Without one to ask it throws `needs-decision`, and names the flag that answers. */
  readonly confirm: (question: string, flag: string) => Promise<boolean>;
}

export type Run = (tools: Tools) => Promise<void>;

export interface Positional {
  readonly name: string;
  readonly help: string;
  /** One or more. */
  readonly many?: true;
}

interface Flag {
  readonly help: string;
  /** What stands for its value in the help; absent: a switch. */
  readonly value?: string;
  /** May be given several times. */
  readonly many?: true;
}

/**
 * One verb of the command line. A file of this folder holds one and is light to load: what it needs of the delivery
 * library and the SDK it imports in `run`.
 */
export interface Verb {
  readonly name: string;
  /** One line for the list of verbs. */
  readonly summary: string;
  /** What it does, for its own help. */
  readonly does: string;
  /** Credentials, rights, programs. */
  readonly needs: readonly string[];
  readonly examples: readonly string[];
  /** What an exit code means of this verb besides. */
  readonly exitCodes?: Readonly<Record<number, string>>;
  readonly positionals: readonly Positional[];
  /** By name without dashes; `help` and `dry-run` are every verb's. */
  readonly flags: Readonly<Record<string, Flag>>;
  /**
   * Reads its arguments: a positional by its name, a flag with its dashes (`read.flag("--status", false)`), several of
   * one by `list`. What is wrong goes to `read.problem`; nothing runs until every problem is told.
   */
  prepare(read: InputReader): Run | Promise<Run>;
}
