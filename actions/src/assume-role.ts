import type { Role } from "./common-inputs";
import type { Asker, SessionCredentials } from "./role-credentials";

/** AssumeRoleWithWebIdentity by the SDK's own provider, at the endpoint of the Region that the asking client works in. */
export async function assumeRole(role: Role, idToken: string, asker?: Asker): Promise<SessionCredentials> {
  const { fromWebToken } = await import("@aws-sdk/credential-provider-web-identity");
  const provide = fromWebToken({
    roleArn: role.arn,
    // CloudTrail names the session by it.
    roleSessionName: `GitHubActions-${process.env["GITHUB_RUN_ID"] ?? "local"}`,
    durationSeconds: role.durationSeconds,
    webIdentityToken: idToken,
  });
  return provide(asker);
}
