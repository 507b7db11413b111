import { DeployError } from "../error";
import { type Lockfile, parseLockfile } from "./lockfile";
import { eachText } from "./once";
import { orError } from "./or-error";

export const lockfileName = "pnpm-lock.yaml";

/** Read once, or why it can't be. */
export const lockfileOf = eachText((text) => orError(() => parseLockfile(text, lockfileName)));

export function orThrow(lockfile: Lockfile | DeployError): Lockfile {
  if (lockfile instanceof DeployError) throw lockfile;
  return lockfile;
}
