import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { raw, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { serverVariables } from "./variables";

export type Claims = Record<string, unknown>;

export interface SigningKey {
  id: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

export const issuer = `https://cognito-idp.${serverVariables.AWS_REGION}.amazonaws.com/${serverVariables.COGNITO_USER_POOL_ID}`;

export const newKey = (id: string): SigningKey => ({ id, ...generateKeyPairSync("rsa", { modulusLength: 2048 }) });

/** A user pool at the wire: its keys where AWS_ENDPOINT_URL leads, its API by the script, and tokens as Cognito makes them. */
export async function startUserPool(script: Script = {}) {
  const key = newKey("key-of-the-pool");
  const wire = await startAwsWire({
    GetObject: ({ input }: { input: { Bucket: string } }) =>
      input.Bucket === serverVariables.COGNITO_USER_POOL_ID ? jwks(key) : raw(404),
    AdminUserGlobalSignOut: () => ({}),
    ...script,
  });
  return {
    wire,
    key,
    /** What leads a server here. */
    variables: { AWS_ENDPOINT_URL: wire.url, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
    accessToken: (claims: Claims = {}) => signed(key, accessClaims(claims)),
    idToken: (claims: Claims = {}) => signed(key, idClaims(claims)),
    close: () => wire.close(),
  };
}

export type UserPool = Awaited<ReturnType<typeof startUserPool>>;

export const jwks = ({ id, publicKey }: SigningKey) =>
  raw(
    200,
    { "content-type": "application/json" },
    JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: id, use: "sig", alg: "RS256" }] }),
  );

/** Seconds since 1970, `minutes` from now. */
export const inMinutes = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60;

const common = () => ({
  sub: "11111111-2222-4333-8444-555555555555",
  iss: issuer,
  iat: inMinutes(0),
  auth_time: inMinutes(0),
  exp: inMinutes(60),
  jti: randomUUID(),
});

export const accessClaims = (claims: Claims = {}): Claims => ({
  ...common(),
  token_use: "access",
  client_id: "issuer-client",
  scope: "openid profile email",
  username: "11111111-2222-4333-8444-555555555555",
  "cognito:groups": ["issuer"],
  ...claims,
});

const idClaims = (claims: Claims = {}): Claims => ({
  ...common(),
  token_use: "id",
  aud: "issuer-client",
  email: "issuer@demo.cashsouk.example",
  email_verified: true,
  name: "Demo Issuer",
  "cognito:groups": ["issuer"],
  ...claims,
});

const encoded = (text: string) => Buffer.from(text).toString("base64url");
const part = (value: object) => encoded(JSON.stringify(value));

export function signed(key: SigningKey, claims: Claims, header: Claims = {}): string {
  return signedText(key, JSON.stringify(claims), header);
}

/** For a payload that no object has, as one that says a thing twice. */
export function signedText({ id, privateKey }: SigningKey, payload: string, header: Claims = {}): string {
  const content = `${part({ alg: "RS256", kid: id, ...header })}.${encoded(payload)}`;
  return `${content}.${sign("sha256", Buffer.from(content), privateKey).toString("base64url")}`;
}

/** Signed by nobody: `none` has no signature, HS256 takes for its secret what everybody may know. */
export function forged(algorithm: "none" | "HS256", { id, publicKey }: SigningKey, claims: Claims): string {
  const content = `${part({ alg: algorithm, kid: id })}.${part(claims)}`;
  if (algorithm === "none") return `${content}.`;
  const secret = publicKey.export({ type: "spki", format: "pem" });
  return `${content}.${createHmac("sha256", secret).update(content).digest("base64url")}`;
}
