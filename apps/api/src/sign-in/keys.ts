import { FetchError } from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";

const timeLimitMs = 3_000;

/**
 * The pool's public keys: read once, and again when a token names a key that they lack, but not more often than every 10 s.
 * `limitMs` holds for connecting, waiting and reading together.
 */
export function poolKeys(limitMs = timeLimitMs): SimpleJwksCache {
  return new SimpleJwksCache({
    fetcher: {
      async fetch(uri) {
        try {
          const response = await fetch(uri, { redirect: "error", signal: AbortSignal.timeout(limitMs) });
          if (!response.ok) throw new Error(`answered ${response.status}`);
          return await response.arrayBuffer();
        } catch (error) {
          throw Object.assign(new FetchError(uri, (error as Error).message), { cause: error });
        }
      },
    },
  });
}
