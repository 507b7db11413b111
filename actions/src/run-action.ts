import * as core from "@actions/core";
import { DeployError, describeError, InputProblems, type Log, type RawInputs, whyFailed } from "@cashsouk/deploy";

/** What an action's `main.ts` is given: inputs as text, a log, and a signal that aborts when the run is cancelled. */
export interface ActionContext {
  readonly input: RawInputs;
  readonly log: Log;
  readonly cancelled: AbortSignal;
  /** Writes outputs; what is not text is written as JSON. */
  readonly output: (values: Record<string, unknown>) => void;
  /** Adds Markdown to the step's summary, unless the input `summary` is false. */
  readonly summarise: (markdown: string) => Promise<void>;
}

/** The one catch in the house. GitHub's runner cancels with SIGINT, 7.5 s later SIGTERM, 2.5 s later a kill. */
export async function runAction(body: (context: ActionContext) => Promise<void>): Promise<void> {
  const abort = new AbortController();
  const cancel = () => abort.abort();
  process.once("SIGINT", cancel).once("SIGTERM", cancel);
  let summarised = false;
  const summarise = async (markdown: string) => {
    summarised = true;
    if (core.getInput("summary") === "false" || !process.env["GITHUB_STEP_SUMMARY"]) return;
    await core.summary.addRaw(markdown, true).write();
  };
  try {
    await body({
      input: (name) => core.getInput(name),
      log: { info: (line) => core.info(line), warning: (line) => core.warning(line) },
      cancelled: abort.signal,
      output(values) {
        for (const [name, value] of Object.entries(values)) core.setOutput(name, value);
      },
      summarise,
    });
  } catch (error) {
    core.setFailed(describeError(error));
    // In one line, for whom a later step tells. It wins over a reason that was put out before.
    core.setOutput("reason", whyFailed(error).replaceAll(/\s+/g, " "));
    // A wrong input is told by the annotation; what went wrong in the world belongs in the summary as well.
    if (error instanceof DeployError && !(error instanceof InputProblems) && !summarised)
      await summarise(`**Failed:** ${describeError(error)}`);
  } finally {
    process.off("SIGINT", cancel).off("SIGTERM", cancel);
  }
}
