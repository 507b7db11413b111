import { DeployError, oneLine } from "@cashsouk/deploy";
import type { Role } from "./common-inputs";

/** What to do, by what STS says: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
const hints: readonly (readonly [RegExp, string])[] = [
  [
    /AccessDenied/,
    "Is the ARN right? Its trust policy must name this repository's token: audience sts.amazonaws.com, and the `sub` of this run.",
  ],
  [/DurationSeconds/, "Give `role-duration-seconds` no more than the role's maximum session duration, or raise that."],
  [
    /No OpenIDConnect provider/,
    "Let an administrator make IAM's identity provider for GitHub there: https://token.actions.githubusercontent.com, audience sts.amazonaws.com.",
  ],
  [/audience/, "IAM's identity provider for GitHub must list the audience sts.amazonaws.com."],
  [/ExpiredToken|IDPCommunicationError/, "Run it again. On a runner of your own, is its clock right?"],
];

/** Loaded where a role was not given, which ends the run before anything was done. */
export function notAssumed({ arn }: Role, cause: unknown): DeployError {
  const said = oneLine(cause);
  const hint = hints.find(([sign]) => sign.test(said))?.[1];
  return new DeployError("role-not-assumed", `${arn} could not be assumed: ${said}`, hint, { cause });
}

export function notRenewed({ arn }: Role, cause: unknown): DeployError {
  return new DeployError(
    "credentials-expired",
    `${arn}: the credentials expired and could not be renewed, so what became of what was begun is unknown: ${oneLine(cause)}`,
    undefined,
    { cause },
  );
}
