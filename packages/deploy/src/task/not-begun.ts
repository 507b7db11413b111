import { isPassing } from "../asking/ask-patiently";
import { whyFailed } from "../aws-fault";
import { explainAws } from "../aws-setup";
import { credentialsFault } from "../credentials-fault";
import { DeployError } from "../error";

/** Asks for what has to be known before anything begins; AWS's refusal is told with what was asked about. */
export async function inspecting<T>(about: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    const told = thrown instanceof DeployError ? undefined : refusal(thrown);
    throw told ? new DeployError(told.code, `${about}: ${told.message}`, told.hint, { cause: thrown }) : thrown;
  }
}

export function noSuchService(about: string, why: string): DeployError {
  const isDenied = /ACCESS_DENIED/.test(why);
  const hint = isDenied
    ? "The step's role lacks ecs:DescribeServices for it: allow it in the role's policy, as this action's README lists it."
    : "Is it the service's name in ECS, and the right cluster, Region and account? A service that is not there is not created by this action.";
  const what = why === "MISSING" ? "ECS knows no such service (MISSING)" : why || "ECS lists no such service";
  return new DeployError(isDenied ? "refused" : "no-such-service", `${about}: ${what}`, hint);
}

/** What ended it before anything was begun, so that nothing is unknown; `nothing` says that ("nothing was moved"). A bug stays one. */
export function notBegun(thrown: unknown, nothing: string): unknown {
  const told = refusal(thrown);
  if (!told) return thrown;
  const { code, message, hint } = told;
  // Of a call that nothing depends on yet.
  const why = code === "credentials-expired" ? `the credentials have expired (${whyExpired(thrown)})` : message;
  return new DeployError(code, `${why.replace(/[.\s]+$/, "")}; ${nothing}`, hint, { cause: thrown });
}

/** AWS's name for it, or why a role's credentials could not be renewed. */
function whyExpired(thrown: unknown): string {
  return credentialsFault(thrown) ?? whyFailed((thrown as Error).cause ?? thrown);
}

/** AWS's refusal, or ours, with a hint where one is known; `undefined`: neither, but a bug. */
function refusal(thrown: unknown): Pick<DeployError, "code" | "message" | "hint"> | undefined {
  const error = explainAws(thrown);
  if (error instanceof DeployError) return error;
  if (!(error instanceof Error && "$metadata" in error)) return undefined;
  return { code: "refused", message: whyFailed(error), hint: hintFor(error) };
}

function hintFor(error: Error): string | undefined {
  if (error.name === "ClusterNotFoundException") return "Is it the right cluster, Region and account?";
  if (/describe task definition/i.test(error.message))
    return "No such revision is registered, or none of its family is ACTIVE any more: let what makes the family register one.";
  if (/^Stack with id \S+ does not exist/.test(error.message))
    return "Is it the stack's name, and the right Region and account? A stack has to be there before a task is placed by it.";
  return isPassing(error) ? "AWS did not answer in time: run it again." : undefined;
}
