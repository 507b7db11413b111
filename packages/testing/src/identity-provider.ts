/** Somebody who can sign in, with Cognito's claims. */
export interface Visitor {
  subject: string;
  name: string;
  email: string;
  groups: readonly string[];
}

export interface IdentityProvider {
  /** Where the hosted pages' paths are: /oauth2/authorize, /oauth2/token, /oauth2/revoke. */
  url: string;
  issuer: string;
  jwksUrl: string;
  /** The paths that were asked for, with their methods. */
  asked: string[];
  /** How long access tokens live from now on, in seconds. */
  accessTokenSeconds: number;
  /** What the token and revocation routes answer with instead of their own. */
  refuses: { status: number; headers?: Record<string, string>; body?: object } | undefined;
  /** What a browser does at the hosted pages: from the sign-in address to the one that leads back to the portal. */
  visit(address: string, visitor: Visitor | "cancel"): Promise<URL>;
  close(): Promise<void>;
}

interface Options {
  client: { id: string; secret: string; callback: string };
  poolId?: string;
}

/** Present in the test environment `jest-node-require`. */
declare const nodeRequire: (name: string, from: string) => unknown;

/** A real OpenID provider on loopback that has Cognito's paths, issuer and claims. */
export function startIdentityProvider({ client, poolId = "ap-southeast-5_TestPool1" }: Options) {
  const { startOpenIdServer } = nodeRequire("./openid-server.mjs", __filename) as {
    startOpenIdServer: (options: Required<Options>) => Promise<IdentityProvider>;
  };
  return startOpenIdServer({ client, poolId });
}
