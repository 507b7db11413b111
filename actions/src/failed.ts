import { DeployError, explainAws, explainSetup, failureParagraphs, whyFailed } from "@cashsouk/deploy";

/** What people are told of an error, and where a bug is: nobody but who mends it reads a stack. */
export interface Failed {
  /** For the log and the annotation, with what to do. */
  readonly message: string;
  readonly stack?: string | undefined;
  /** In one line. */
  readonly reason: string;
  /** Markdown. */
  readonly summary: string;
}

export async function inWords(thrown: unknown): Promise<Failed> {
  const error = explainAws(await explainSetup(thrown, { about: "AWS", hadBeenGood: false }));
  const reason = whyFailed(error).replaceAll(/\s+/g, " ");
  const isOurs = error instanceof DeployError;
  const message = error instanceof Error ? (isOurs ? error.message : whyFailed(error)) : String(error);
  const told = { message, hint: isOurs ? error.hint : undefined };
  const isExpected = isOurs || !(error instanceof Error) || "$metadata" in error;
  return {
    message: told.hint ? `${message}\n${told.hint}` : message,
    stack: isExpected ? undefined : error.stack,
    reason,
    summary: ["### ❌ Failed", ...failureParagraphs(told)].join("\n\n"),
  };
}
