import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../configuration/cognito";

/** Ends all of a user's refresh tokens, wherever they are. Access tokens live on until their own end: minutes. */
export type GlobalSignOut = (subject: string) => Promise<void>;

/** Three attempts and the pauses between them take less than the 5 s that a portal waits for us. */
const limits = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_200, throwOnRequestTimeout: true },
};

/** By the task's own role. The SDK is loaded when it is first needed: most tasks never sign anybody out. */
export function cognitoSignOut({ region, poolId }: Pick<Cognito, "region" | "poolId">): GlobalSignOut {
  let client: CognitoIdentityProviderClient | undefined;
  return async (subject) => {
    const sdk = await import("@aws-sdk/client-cognito-identity-provider");
    client ??= new sdk.CognitoIdentityProviderClient({ region, ...limits });
    try {
      await client.send(new sdk.AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: subject }));
    } catch (error) {
      // Who was deleted has no tokens left.
      if (!(error instanceof sdk.UserNotFoundException)) throw error;
    }
  };
}
