import { type Group, group, written } from "@cashsouk/types";
import { JwtVerifier } from "aws-jwt-verify";
import { validateCognitoJwtFields } from "aws-jwt-verify/cognito-verifier";
import { JwtInvalidIssuerError } from "aws-jwt-verify/error";
import { decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";
import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import { z } from "zod";
import type { Cognito } from "../configuration/cognito";
import { poolKeys } from "./keys";
import { TokenRefused, verdictOn } from "./refusal";

/** Who asks, by an access token. */
export interface User {
  subject: string;
  groups: Group[];
  clientId: string;
}

/** What an ID token says of a person. */
export interface Identity {
  email: string;
  emailVerified: boolean;
  name: string;
}

/** Both reject with TokenRefused or KeysUnavailable. */
export interface Tokens {
  access(token: string): Promise<User>;
  /** Only an ID token of the same user, made for the same client. */
  identity(token: string, user: User): Promise<Identity>;
}

const accessClaims = z
  .object({
    sub: z.string().min(1).max(128),
    client_id: z.string(),
    // Groups that are not ours give no rights.
    "cognito:groups": z.array(z.string()).default([]),
  })
  .transform(({ sub, client_id, "cognito:groups": named }): User => ({
    subject: sub,
    clientId: client_id,
    groups: group.options.filter((known) => named.includes(known)),
  }));

const identityClaims = z
  .object({
    email: z.string().min(1),
    // Text where an outside provider vouches for the address.
    email_verified: z.union([z.boolean(), z.enum(["true", "false"])]).default(false),
    // Whatever stands there, a user wrote it himself: PostgreSQL takes no NUL, and others read it.
    name: z
      .string()
      .transform((name) => written(name).trim())
      .optional(),
  })
  .transform(({ email, email_verified, name }): Identity => ({
    email,
    emailVerified: email_verified === true || email_verified === "true",
    name: name || email,
  }));

/** Verifies signature, issuer, use, client and times of a pool's tokens. */
export function tokenVerifier({ issuer, jwksUrl, clientIds }: Cognito, keys = poolKeys()): Tokens {
  // Not CognitoJwtVerifier: it takes tokens of a second issuer and has no place for another address of the keys.
  const verifier = JwtVerifier.create({ issuer, jwksUri: jwksUrl, audience: null }, { jwksCache: keys });

  async function verify(token: string, tokenUse: "access" | "id", clientId: string[]): Promise<JwtPayload> {
    try {
      const { iss } = decomposeUnverifiedJwt(token).payload;
      // First, since somebody else's token is no reason to ask for our pool's keys.
      if (iss !== issuer) throw new JwtInvalidIssuerError("other issuer", iss, issuer);
      const payload = await verifier.verify(token);
      validateCognitoJwtFields(payload, { tokenUse, clientId });
      // The library takes a token without an end for one that never ends.
      if (payload.exp === undefined) throw new TokenRefused("has no end");
      return payload;
    } catch (error) {
      throw verdictOn(error);
    }
  }

  return {
    access: async (token) => claimsOf(accessClaims, await verify(token, "access", clientIds)),
    async identity(token, { subject, clientId }) {
      const payload = await verify(token, "id", [clientId]);
      if (payload.sub !== subject) throw new TokenRefused("of another user");
      return claimsOf(identityClaims, payload);
    },
  };
}

function claimsOf<Schema extends z.ZodType>(schema: Schema, payload: JwtPayload): z.output<Schema> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const claims = parsed.error.issues.map(({ path }) => path.join("."));
  throw new TokenRefused(`lacks a claim: ${claims.join(", ")}`);
}
