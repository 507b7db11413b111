import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

/**
 * The server of identity-provider.ts, which has its types. Plain JavaScript: Node loads it, since oidc-provider knows
 * plain objects only from outside Jest's sandbox.
 */
export async function startOpenIdServer({ client, poolId }) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const issuer = `https://cognito-idp.ap-southeast-5.amazonaws.com/${poolId}`;
  const jwksPath = `/${poolId}/.well-known/jwks.json`;
  const visitors = new Map();
  let current = "cancel";

  const idp = {
    url,
    issuer,
    jwksUrl: `${url}${jwksPath}`,
    asked: [],
    accessTokenSeconds: 3600,
    refuses: undefined,
    visit(address, visitor) {
      current = visitor;
      if (visitor !== "cancel") visitors.set(visitor.subject, visitor);
      return follow(new URL(address), url);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  const provider = new Provider(issuer, {
    ...configuration(client, jwksPath),
    ttl: { AccessToken: () => idp.accessTokenSeconds, Grant: 86_400, IdToken: 3600, Interaction: 600, Session: 86_400 },
    findAccount: (_, id) => {
      const { name, email, groups } = visitors.get(id);
      const claims = { sub: id, name, email, email_verified: true, "cognito:groups": [...groups] };
      return { accountId: id, claims: () => claims };
    },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    idp.asked.push(`${request.method} ${request.url.split("?")[0]}`);
    if (idp.refuses && /^\/oauth2\/(token|revoke)$/.test(request.url)) {
      const { status, headers, body } = idp.refuses;
      return response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    }
    if (!request.url.startsWith("/login/")) return answer(request, response);
    const result =
      current === "cancel" ? { error: "access_denied" } : { login: { accountId: current.subject, remember: false } };
    provider
      .interactionFinished(request, response, result)
      .catch((error) => response.writeHead(500).end(error.message));
  });
  return idp;
}

function configuration({ id, secret, callback }, jwksPath) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    clients: [
      {
        client_id: id,
        client_secret: secret,
        redirect_uris: [callback],
        grant_types: ["authorization_code", "refresh_token"],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "test", use: "sig", alg: "RS256" }] },
    cookies: { keys: ["for tests only"] },
    routes: {
      authorization: "/oauth2/authorize",
      token: "/oauth2/token",
      revocation: "/oauth2/revoke",
      jwks: jwksPath,
    },
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    interactions: { url: (_, { uid }) => `/login/${uid}` },
    // Cognito asks for no consent, has its claims in the ID token, and always gives a refresh token, which it keeps.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
    conformIdTokenClaims: false,
    claims: { openid: ["sub", "cognito:groups"], email: ["email", "email_verified"], profile: ["name"] },
    issueRefreshToken: () => true,
    rotateRefreshToken: false,
  };
}

/** Follows redirections with the cookies that were set, as far as they stay with the provider. */
async function follow(address, origin) {
  const cookies = new Map();
  let at = address;
  for (let step = 0; at.origin === origin; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(at, { headers: { cookie }, redirect: "manual" });
    const location = response.headers.get("location");
    if (!location || step > 5) throw new Error(`${at.href}: answered ${response.status} ${await response.text()}`);
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.set(name, value);
    }
    at = new URL(location, at);
  }
  return at;
}
