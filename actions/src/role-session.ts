import * as core from "@actions/core";
import { type Log, systemClock } from "@cashsouk/deploy";
import { assumeRole } from "./assume-role";
import type { Role } from "./common-inputs";
import { fetchIdToken } from "./id-token";
import { roleCredentials } from "./role-credentials";

/** The credentials of a role that the job takes on by its identity token. */
export function roleSession(role: Role, log: Log): ReturnType<typeof roleCredentials> {
  return roleCredentials(role, {
    clock: systemClock,
    idToken: () => fetchIdToken(process.env, systemClock),
    assume: assumeRole,
    mask: core.setSecret,
    warn: (text) => log.warning(text),
  });
}
