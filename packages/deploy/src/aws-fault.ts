import { DeployError } from "./error";

/** Why something failed, in one sentence for people. */
export function whyFailed(error: unknown): string {
  return error instanceof DeployError ? error.reason : oneLine(error);
}

/** AWS's own words on one line, with the error's name. */
export function oneLine(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message}`.replaceAll(/\s+/g, " ");
}
