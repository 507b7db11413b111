import type { fromWebToken } from "@aws-sdk/credential-provider-web-identity";
import { type Clock, oneLine } from "@cashsouk/deploy";
import type { Role } from "./common-inputs";

/** The SDK's credentials, of a role's session: they expire. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** What the SDK gives to a provider of credentials. */
export type Asker = Parameters<ReturnType<typeof fromWebToken>>[0];

export interface RoleTools {
  readonly clock: Clock;
  /** A fresh identity token of the job; each lives for minutes only. */
  readonly idToken: () => Promise<string>;
  /** What STS gives for it. The SDK names the client that asks, for its Region and its limits. */
  readonly assume: (role: Role, idToken: string, asker?: Asker) => Promise<SessionCredentials>;
  /** Keeps a value out of logs. */
  readonly mask: (secret: string) => void;
  readonly warn: (text: string) => void;
}

/** They are renewed five minutes before their end, and of short sessions in the last quarter. */
const renewEarlyMs = 300_000;

/**
 * One session for all clients of a process, renewed before it ends. A renewal that fails is tried again with the next
 * call, as long as the session lasts: a short outage of GitHub's or AWS's token service ends no rollout.
 */
export function roleCredentials(role: Role, tools: RoleTools): (asker?: Asker) => Promise<SessionCredentials> {
  let session:
    { readonly credentials: SessionCredentials; readonly renewAt: number; readonly endsAt: number } | undefined;
  let renewing: Promise<SessionCredentials> | undefined;

  async function renew(asker?: Asker): Promise<SessionCredentials> {
    try {
      const idToken = await tools.idToken();
      tools.mask(idToken);
      const credentials = await tools.assume(role, idToken, asker);
      for (const secret of [credentials.secretAccessKey, credentials.sessionToken]) if (secret) tools.mask(secret);
      const now = tools.clock.now();
      const endsAt = credentials.expiration?.getTime() ?? now + role.durationSeconds * 1000;
      session = { credentials, endsAt, renewAt: endsAt - Math.min(renewEarlyMs, (endsAt - now) / 4) };
      return credentials;
    } catch (error) {
      if (session && tools.clock.now() < session.endsAt) {
        tools.warn(`${role.arn}: the credentials could not be renewed yet: ${oneLine(error)}`);
        return session.credentials;
      }
      const { notAssumed, notRenewed } = await import("./role-not-assumed");
      throw session ? notRenewed(role, error) : notAssumed(role, error);
    }
  }

  return (asker) => {
    if (session && tools.clock.now() < session.renewAt) return Promise.resolve(session.credentials);
    return (renewing ??= renew(asker).finally(() => (renewing = undefined)));
  };
}
