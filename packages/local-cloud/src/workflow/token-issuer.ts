import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The claims of GitHub's OIDC token that trust policies ask for (docs.github.com, "OpenID Connect reference"). */
export interface TokenClaims {
  readonly sub: string;
  readonly repository: string;
  readonly repository_id: string;
  readonly ref: string;
  readonly environment?: string;
  readonly job_workflow_ref: string;
}

export interface TokenIssuer {
  /** What GitHub's runner puts into ACTIONS_ID_TOKEN_REQUEST_URL. */
  readonly url: string;
  /** What it puts into ACTIONS_ID_TOKEN_REQUEST_TOKEN: new for each run. */
  readonly requestToken: string;
  close(): Promise<void>;
}

const issuer = "https://token.actions.githubusercontent.com";
const lifetimeSeconds = 300;

/**
 * Stands for GitHub's token endpoint on loopback: the same request, the same claims, an RS256 signature of its own key. act has one
 * environment for all jobs, so whoever asks says for which he does, where GitHub knows it by the request's token.
 */
export async function startTokenIssuer(claimsOf: (job: string) => TokenClaims): Promise<TokenIssuer> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const requestToken = randomBytes(24).toString("hex");
  const keyId = randomBytes(8).toString("hex");

  const server = createServer((request, response) => {
    if (request.headers.authorization !== `Bearer ${requestToken}`) {
      response.writeHead(401).end();
      return;
    }
    const { searchParams } = new URL(request.url ?? "/", "http://issuer");
    const audience = searchParams.get("audience");
    const now = Math.floor(Date.now() / 1000);
    const header = encode({ typ: "JWT", alg: "RS256", kid: keyId });
    const body = encode({
      jti: randomBytes(16).toString("hex"),
      iss: issuer,
      aud: audience,
      ...claimsOf(searchParams.get("job") ?? ""),
      nbf: now - 5,
      iat: now,
      exp: now + lifetimeSeconds,
    });
    const signature = sign("RSA-SHA256", Buffer.from(`${header}.${body}`), privateKey).toString("base64url");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ value: `${header}.${body}.${signature}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/token?api-version=2.0`,
    requestToken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
