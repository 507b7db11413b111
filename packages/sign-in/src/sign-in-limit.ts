import { ipKeyGenerator, MemoryStore, type Options } from "express-rate-limit";

const windowMs = 60_000;

/** Sign-ins that one address may begin in a minute: an office's worth. Each is kept with the API for a quarter of an hour. */
export const mostBegun = 60;

/** Counts the sign-ins that each address begins, in this process: with n tasks an address may begin n times as many. */
export function signInLimit(trustedProxies: number) {
  const store = new MemoryStore();
  store.init({ windowMs } as Options);
  return {
    /** Counts one more; says whether it is too many. */
    async isExceeded(request: Request): Promise<boolean> {
      const { totalHits } = await store.increment(addressOf(request, trustedProxies));
      return totalHits > mostBegun;
    },
  };
}

/**
 * Of `X-Forwarded-For`, what the outermost proxy of ours saw: whatever stands before it the visitor wrote. One IPv6
 * network counts as one address. Next itself writes the header where nobody is in front.
 */
function addressOf({ headers }: Request, trustedProxies: number): string {
  const seen = headers.get("x-forwarded-for")?.split(",") ?? [];
  return ipKeyGenerator(seen.at(-Math.max(trustedProxies, 1))?.trim() ?? "");
}
