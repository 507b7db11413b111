/**
 * The one expected error: a code for machines, a message for the log, a hint for the hand.
 * Anything else that is thrown is a bug and prints its stack. A cause travels as `{ cause }`.
 * `reason`: one sentence of it, without a program's last lines that follow it in the message.
 */
export class DeployError extends Error {
  readonly reason: string;
  constructor(
    readonly code: string,
    message: string,
    readonly hint?: string,
    options?: ErrorOptions & { readonly reason?: string },
  ) {
    super(message, options);
    // A list of problems has a line each in the message.
    this.reason = options?.reason ?? message.replace("\n- ", " ").replaceAll("\n- ", "; ");
    this.name = "DeployError";
  }
}

/** What a person is told: an expected error's message and hint, AWS's own refusal in its words, the stack of a bug. */
export function describeError(error: unknown): string {
  if (error instanceof DeployError) return error.hint ? `${error.message}\n${error.hint}` : error.message;
  // The SDK's errors carry the answer's metadata; their stack leads into the SDK.
  if (error instanceof Error && "$metadata" in error) return `${error.name}: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
