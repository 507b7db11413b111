import { ConfigurationError } from "./configuration/environment";

/** Starts a command: an expected error is its message and exit code 1, a bug its stack. */
export function run(command: () => void | Promise<void>): void {
  Promise.resolve()
    .then(command)
    .catch((error: unknown) => {
      process.stderr.write(`${describe(error)}\n`);
      process.exitCode = 1;
    });
}

/** An error that a person can act on by its message alone. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

function describe(error: unknown): string {
  if (error instanceof ConfigurationError || error instanceof CommandError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
