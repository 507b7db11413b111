import * as errors from "aws-jwt-verify/error";

/** A token that is not accepted, and why: for the log, never for who sent it. */
export class TokenRefused extends Error {
  override readonly name = "TokenRefused";
}

/** Whether a token is good cannot be told: the pool's keys are out of reach, or are none. */
export class KeysUnavailable extends Error {
  override readonly name = "KeysUnavailable";
}

type ErrorClass = abstract new (...parts: never[]) => Error;

/** In our words: the library's repeat what stands in the token. */
const reasons: [ErrorClass, string][] = [
  [errors.JwtParseError, "not a token"],
  [errors.JwtInvalidIssuerError, "of another issuer"],
  [errors.JwtWithoutValidKidError, "names no key"],
  [errors.KidNotFoundInJwksError, "names a key that the pool does not have"],
  [errors.WaitPeriodNotYetEndedJwkError, "names a key that the pool did not have a moment ago"],
  [errors.JwtInvalidSignatureAlgorithmError, "signed by another algorithm"],
  [errors.JwtInvalidSignatureError, "signature does not fit"],
  [errors.JwtExpiredError, "expired"],
  [errors.JwtNotBeforeError, "not valid yet"],
  [errors.CognitoJwtInvalidTokenUseError, "of another use"],
  [errors.CognitoJwtInvalidClientIdError, "of a client that is not ours"],
];

/** What an error of the library means to us; a bug stays what it is. */
export function verdictOn(error: unknown): unknown {
  if (!(error instanceof errors.JwtBaseError)) return error;
  const [, reason] = reasons.find(([kind]) => error instanceof kind) ?? [];
  if (reason !== undefined) return new TokenRefused(reason);
  return new KeysUnavailable("The user pool's keys cannot be read", { cause: error });
}
