import * as core from "@actions/core";
import { awsClient, type Log, plainLines, type RawInputs } from "@cashsouk/deploy";
import { parseCommonInputs, type Role } from "./common-inputs";
import { reasonOutput } from "./common-outputs";
import { readInputs } from "./read-inputs";
import type { Asker, SessionCredentials } from "./role-credentials";
import { requireOutputFile, requireSupported } from "./supported";

/** What an action's `main.ts` is given: its inputs, AWS, a log, and a signal that aborts when the run is cancelled. */
export interface ActionContext {
  /** The action's inputs as its `inputs.ts` parses them. Throws every problem in one message. */
  readonly read: <Inputs>(parse: (raw: RawInputs) => Inputs) => Inputs;
  /** Makes a client of AWS, with the role's credentials where the action is given a role. */
  readonly aws: typeof awsClient;
  readonly log: Log;
  readonly cancelled: AbortSignal;
  /** Writes outputs; what is not text is written as JSON. */
  readonly output: (values: Record<string, unknown>) => void;
  /** Adds Markdown to the step's summary, unless the input `summary` is false. */
  readonly summarise: (markdown: string) => Promise<void>;
}

type Body = (context: ActionContext) => Promise<void>;

/** A post step: what has to be undone is, whoever hears of it. */
export const runPost = (body: Body): Promise<void> => runAction(body, { isPost: true });

/** The one catch in the house. GitHub's runner cancels with SIGINT, 7.5 s later SIGTERM, 2.5 s later a kill. */
export async function runAction(body: Body, options: { readonly isPost?: boolean } = {}): Promise<void> {
  const abort = new AbortController();
  const cancel = () => abort.abort();
  process.once("SIGINT", cancel).once("SIGTERM", cancel);
  let summarised = false;
  const raw: RawInputs = (name) => core.getInput(name);
  const log: Log = { info: (text) => core.info(plainLines(text).join("\n")), warning: (line) => core.warning(line) };
  const summarise = async (markdown: string) => {
    summarised = true;
    if (core.getInput("summary") === "false" || !process.env["GITHUB_STEP_SUMMARY"]) return;
    // What was done is done, whether it can be summed up or not.
    await core.summary
      .addRaw(markdown, true)
      .write()
      .catch((error: Error) => log.warning(`The summary could not be written: ${error.message}`));
  };
  try {
    requireSupported(process);
    if (!options.isPost) requireOutputFile(process.env);
    await body({
      read: (parse) => readInputs({ raw, env: process.env, warn: (text) => log.warning(text) }, parse),
      aws: clientMaker(raw, log),
      log,
      cancelled: abort.signal,
      output: putOut,
      summarise,
    });
  } catch (thrown) {
    const { message, stack, reason, summary } = await (await import("./failed")).inWords(thrown);
    core.setFailed(message);
    if (stack) await core.group("Where it happened", () => Promise.resolve(log.info(stack)));
    // For whom a later step tells. It wins over a reason that was put out before.
    try {
      putOut({ [reasonOutput]: reason });
    } catch {
      // The very error that is told may be that there is no file for it.
    }
    if (!summarised) await summarise(summary);
  } finally {
    process.off("SIGINT", cancel).off("SIGTERM", cancel);
  }
}

function putOut(values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) core.setOutput(name, value);
}

/** All clients of a run share one session of its role. */
function clientMaker(raw: RawInputs, log: Log): typeof awsClient {
  let credentials: ReturnType<typeof sessionOf> | undefined;
  return (Service, config, limits) => {
    const { role } = parseCommonInputs(raw, process.env);
    if (role) credentials ??= sessionOf(role, log);
    return awsClient(Service, { ...(credentials ? { credentials } : {}), ...config } as typeof config, limits);
  };
}

/** What makes a session is loaded where there is a role. */
function sessionOf(role: Role, log: Log): (asker?: Asker) => Promise<SessionCredentials> {
  const loaded = import("./role-session").then(({ roleSession }) => roleSession(role, log));
  return async (asker) => (await loaded)(asker);
}
