import type { EnvironmentReader } from "./environment";

/** The user pool whose tokens are accepted. */
export interface Cognito {
  region: string;
  poolId: string;
  /** The `iss` of its tokens, whichever address its keys are read from. */
  issuer: string;
  jwksUrl: string;
  /** The app clients (one a portal) that tokens may be made for. */
  clientIds: string[];
}

/** Where `AWS_ENDPOINT_URL` is set, as for the SDK, the keys are read from there: on a machine without AWS. */
export function readCognito(read: EnvironmentReader, region: string): Cognito {
  const poolId = read.matching(
    "COGNITO_USER_POOL_ID",
    /^[a-z]+(-[a-z]+)+-\d_[A-Za-z0-9]+$/,
    "an id as <region>_AbCdEf123",
  );
  if (region !== "" && /_/.test(poolId) && !poolId.startsWith(`${region}_`))
    read.problem("COGNITO_USER_POOL_ID", `want a pool of AWS_REGION ${region}, got "${poolId}"`);
  const clientIds = read.list("COGNITO_APP_CLIENT_ID");
  const endpoint = read.address("AWS_ENDPOINT_URL");
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
  const base = endpoint ? `${endpoint.href.replace(/\/$/, "")}/${poolId}` : issuer;
  return { region, poolId, issuer, jwksUrl: `${base}/.well-known/jwks.json`, clientIds };
}
