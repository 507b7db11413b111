import { createHash, randomBytes } from "node:crypto";
import { parameter, secret } from "./account";
import { type Person, type Portal, signInOrigin } from "./people";
import { send } from "./wire";
import type { World } from "./world";

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
}

export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly callback: string;
}

export async function clientOf(world: World, portal: Portal): Promise<Client> {
  const [id, own] = await Promise.all([parameter(`cognito/${portal}-client-id`), secret(`${portal}/client-secret`)]);
  return { id, secret: own, callback: `${world[portal].url}/auth/callback` };
}

/** The whole sign-in without a browser: the hosted page's form, the code, the tokens. */
export async function takeTokens({ id, secret, callback }: Client, { email, password }: Person): Promise<Tokens> {
  const verifier = randomBytes(32).toString("base64url");
  const asked = {
    client_id: id,
    redirect_uri: callback,
    response_type: "code",
    scope: "openid email profile",
    state: "s",
    nonce: "n",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
  const { headers } = await form(`${signInOrigin()}/login`, { ...asked, username: email, password });
  const code = new URL(headers.location ?? "http://nowhere.invalid").searchParams.get("code");
  if (!code) throw new Error(`the sign-in page gave ${email} no code`);
  const grant = { grant_type: "authorization_code", code, redirect_uri: callback, code_verifier: verifier };
  const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64");
  const { status, body } = await form(`${signInOrigin()}/oauth2/token`, grant, { authorization: `Basic ${basic}` });
  if (status !== 200) throw new Error(`the token endpoint answered ${status} ${body}`);
  return JSON.parse(body) as Tokens;
}

function form(url: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(fields).toString();
  return send(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body,
  });
}

/** A token's parts by name, changed and put together again; the signature stays what it was. */
export function forge(
  token: string,
  { header = {}, claims = {}, signature }: { header?: object; claims?: object; signature?: string },
): string {
  const [head, body, signed] = token.split(".") as [string, string, string];
  const edit = (part: string, change: object) =>
    Buffer.from(
      JSON.stringify({ ...(JSON.parse(Buffer.from(part, "base64url").toString()) as object), ...change }),
    ).toString("base64url");
  return [edit(head, header), edit(body, claims), signature ?? signed].join(".");
}
