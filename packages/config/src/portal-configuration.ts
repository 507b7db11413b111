import type { Group } from "@cashsouk/types";
import { type EnvironmentReader, environmentReader, type Variables } from "./environment";

/** What every portal reads. */
export interface PortalConfiguration {
  release: string;
  /** Where the portal's server reaches the API. */
  apiUrl: URL;
  /** Where browsers find what CloudFront serves, if anything is there. */
  assetsUrl: URL | undefined;
}

/** What the three portals read that people sign in to. */
export interface SignInConfiguration extends PortalConfiguration {
  /** The portal's own public origin: `https://investor.cashsouk.com`. */
  origin: string;
  /** What the portal proves itself to the API with. */
  portalKey: string;
  /** What the keys of sealed sessions are derived from. */
  sessionSecret: string;
  cognito: {
    /** The origin of the hosted pages, for the browser and for the portal's server. */
    domain: string;
    clientId: string;
    clientSecret: string;
    /** The `iss` of its tokens, whichever address its keys are read from. */
    issuer: string;
    jwksUrl: string;
  };
  /** How many proxies in front append to X-Forwarded-For. */
  trustedProxies: number;
  /** What the browser may PUT files to. */
  uploadsUrl: URL | undefined;
}

const secretLength = 32;

/** Throws one ConfigurationError that names every variable that is missing or wrong. */
export function readLandingConfiguration(variables: Variables): PortalConfiguration {
  const read = environmentReader(variables);
  const configuration = readPortal(read);
  read.done();
  return configuration;
}

/** The same, for a portal that people sign in to; only the issuer's pages send files. */
export function readSignInConfiguration(portal: Group, variables: Variables): SignInConfiguration {
  const read = environmentReader(variables);
  const configuration = {
    ...readPortal(read),
    origin: readOrigin(read, "PORTAL_URL"),
    portalKey: readSecret(read, "PORTAL_KEY"),
    sessionSecret: readSecret(read, "SESSION_SECRET"),
    cognito: readCognito(read),
    trustedProxies: read.wholeNumber("TRUSTED_PROXIES", 2, { min: 0, max: 5 }),
    uploadsUrl: portal === "issuer" ? readRequiredAddress(read, "UPLOADS_URL") : undefined,
  };
  read.done();
  return configuration;
}

function readPortal(read: EnvironmentReader): PortalConfiguration {
  const release = read.optional("RELEASE") ?? "development";
  if (release !== "development" && !/^[0-9a-f]{64}$/.test(release))
    read.problem("RELEASE", `want 64 hexadecimal digits, got "${release}"`);
  read.oneOf("NODE_ENV", ["production", "development", "test"], "production");
  // Next's own server binds to these two, and takes anything.
  read.wholeNumber("PORT", 3000, { min: 0, max: 65_535 });
  read.optional("HOSTNAME");
  const publicApiUrl = readRequiredAddress(read, "NEXT_PUBLIC_API_URL");
  return {
    release,
    apiUrl: read.address("API_URL") ?? publicApiUrl,
    assetsUrl: read.address("NEXT_PUBLIC_CLOUDFRONT_URL"),
  };
}

function readCognito(read: EnvironmentReader): SignInConfiguration["cognito"] {
  const region = read.matching("NEXT_PUBLIC_COGNITO_REGION", /^[a-z]{2}(-[a-z]+)+-\d$/, "a region as ap-southeast-5");
  const pool = /^[a-z]+(-[a-z]+)+-\d_[A-Za-z0-9]+$/;
  const poolId = read.matching("COGNITO_USER_POOL_ID", pool, "an id as <region>_AbCdEf123");
  if (region !== "" && pool.test(poolId) && !poolId.startsWith(`${region}_`))
    read.problem("COGNITO_USER_POOL_ID", `want a pool of NEXT_PUBLIC_COGNITO_REGION ${region}, got "${poolId}"`);
  const endpoint = read.address("AWS_ENDPOINT_URL");
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
  return {
    domain: readOrigin(read, "NEXT_PUBLIC_COGNITO_DOMAIN"),
    clientId: read.required("NEXT_PUBLIC_COGNITO_CLIENT_ID"),
    clientSecret: read.required("COGNITO_CLIENT_SECRET"),
    issuer,
    // As for the API: where AWS is not the real one, the keys are read from what stands in for it.
    jwksUrl: `${endpoint ? `${endpoint.href.replace(/\/$/, "")}/${poolId}` : issuer}/.well-known/jwks.json`,
  };
}

/** Scheme, host and port, as a browser sends them; anything else would never match. */
function readOrigin(read: EnvironmentReader, name: string): string {
  const url = readRequiredAddress(read, name);
  const text = read.optional(name) ?? "";
  if (text !== "" && url !== nowhere && url.origin !== text.replace(/\/$/, ""))
    read.problem(name, `want an origin without a path, as ${url.origin}`);
  return url.origin;
}

/** The value is never repeated in the problem. */
function readSecret(read: EnvironmentReader, name: string): string {
  const value = read.required(name);
  if (value !== "" && value.length < secretLength)
    read.problem(name, `want at least ${secretLength} characters, got ${value.length}`);
  return value;
}

/** Stands in until `done()` throws. */
const nowhere = new URL("http://nowhere.invalid");

function readRequiredAddress(read: EnvironmentReader, name: string): URL {
  if (read.required(name) === "") return nowhere;
  return read.address(name) ?? nowhere;
}
