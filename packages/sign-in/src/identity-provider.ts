import type { SignInConfiguration } from "@cashsouk/config";
import * as oidc from "openid-client";
import type { Tokens } from "./records";

/** Who signed in, as the provider's signed ID token says. */
interface Identity {
  subject: string;
  groups: string[];
  idToken: string;
}

/** `refused` is the provider's or our own no; `why` is for the log and never holds a token. */
export interface Failure {
  kind: "cancelled" | "refused" | "unavailable";
  why: string;
  /** The grant itself is void: the code or the refresh token was used, revoked or is over. */
  grantIsVoid?: true;
}

export interface Flow {
  state: string;
  nonce: string;
  verifier: string;
}

const limitSeconds = 5;
const scope = "openid email profile";

/** Cognito, by the addresses it is known to have: nothing is discovered, so nothing can be led elsewhere. */
export function identityProvider({ origin, cognito }: Pick<SignInConfiguration, "origin" | "cognito">) {
  const { domain, clientId, clientSecret, issuer, jwksUrl } = cognito;
  const config = new oidc.Configuration(
    {
      issuer,
      jwks_uri: jwksUrl,
      authorization_endpoint: `${domain}/oauth2/authorize`,
      token_endpoint: `${domain}/oauth2/token`,
      revocation_endpoint: `${domain}/oauth2/revoke`,
    },
    clientId,
    undefined,
    oidc.ClientSecretBasic(clientSecret),
  );
  config.timeout = limitSeconds;
  // The ID token comes over TLS, and its signature is checked all the same.
  oidc.enableNonRepudiationChecks(config);
  if ([domain, jwksUrl].some((address) => address.startsWith("http:"))) oidc.allowInsecureRequests(config);
  const callback = `${origin}/auth/callback`;

  return {
    newFlow: (state: string): Flow => ({ state, nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() }),

    async signInAddress({ state, nonce, verifier }: Flow): Promise<string> {
      const code_challenge = await oidc.calculatePKCECodeChallenge(verifier);
      const parameters = { redirect_uri: callback, scope, state, nonce, code_challenge, code_challenge_method: "S256" };
      return oidc.buildAuthorizationUrl(config, parameters).href;
    },

    /** `query` is the callback's. */
    exchange: (query: URLSearchParams, { state, nonce, verifier }: Flow) =>
      attempt(async () => {
        const answer = await oidc.authorizationCodeGrant(config, new URL(`${callback}?${query}`), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = answer.claims();
        if (!claims || !answer.id_token || !answer.refresh_token)
          throw new oidc.ClientError("the answer lacks an ID token or a refresh token");
        const identity: Identity = { subject: claims.sub, groups: groupsOf(claims), idToken: answer.id_token };
        return { kind: "exchanged" as const, identity, tokens: tokensOf(answer, answer.refresh_token) };
      }),

    refresh: ({ refresh }: Tokens) =>
      attempt(async () => {
        const answer = await oidc.refreshTokenGrant(config, refresh);
        const claims = answer.claims();
        if (!claims) throw new oidc.ClientError("the answer lacks an ID token");
        // Cognito sends a new refresh token only where rotation is on.
        const tokens = tokensOf(answer, answer.refresh_token ?? refresh);
        return { kind: "refreshed" as const, groups: groupsOf(claims), tokens };
      }),

    revoke: ({ refresh }: Tokens) =>
      attempt(async () => {
        await oidc.tokenRevocation(config, refresh);
        return { kind: "revoked" as const };
      }),

    /** Ends the hosted pages' own session, and comes back to the front page. */
    signOutAddress: () => `${domain}/logout?${new URLSearchParams({ client_id: clientId, logout_uri: `${origin}/` })}`,
  };
}

/** As they are now: Cognito writes them anew into each ID token. */
function groupsOf({ "cognito:groups": groups }: oidc.IDToken): string[] {
  return Array.isArray(groups) ? groups.map(String) : [];
}

function tokensOf(answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers, refresh: string): Tokens {
  return { access: answer.access_token, refresh, accessEndsAt: Date.now() + (answer.expiresIn() ?? 0) * 1000 };
}

async function attempt<Success>(action: () => Promise<Success>): Promise<Success | Failure> {
  try {
    return await action();
  } catch (error) {
    return failure(error as Error);
  }
}

/** Codes of openid-client for an answer that did not come, or came from something in between. */
const awayCodes = new Set(["OAUTH_TIMEOUT", "OAUTH_RESPONSE_IS_NOT_CONFORM", "OAUTH_RESPONSE_IS_NOT_JSON"]);

function failure(error: Error): Failure {
  if (error instanceof oidc.AuthorizationResponseError) {
    const why = `the sign-in page answered ${error.error.slice(0, 100)}`;
    return { kind: error.error === "access_denied" ? "cancelled" : "refused", why };
  }
  if (error instanceof oidc.ResponseBodyError) {
    const why = `answered ${error.status} ${error.error.slice(0, 100)}`;
    // Any other no is about us, as too many requests or a wrong client secret: not about whoever signs in.
    return error.error === "invalid_grant" ? { kind: "refused", why, grantIsVoid: true } : { kind: "unavailable", why };
  }
  if (error instanceof oidc.WWWAuthenticateChallengeError)
    return { kind: "unavailable", why: `answered ${error.status} with a challenge` };
  if (error instanceof oidc.ClientError) {
    const away = error.code !== undefined && awayCodes.has(error.code);
    return { kind: away ? "unavailable" : "refused", why: `${error.message} (${causeOf(error)})` };
  }
  // What fetch throws where nobody answers; any other TypeError is a bug of ours.
  if (error.name === "TypeError" && error.cause) return { kind: "unavailable", why: causeOf(error) };
  throw error;
}

function causeOf({ cause, message }: Error): string {
  const { message: said, code } = (cause ?? {}) as { message?: string; code?: string };
  return said || code || message;
}
