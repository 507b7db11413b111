import type { EnvironmentReader } from "./environment";

/** `ALLOWED_ORIGINS`: scheme, host and port, as a browser sends them; anything else would never match. */
export function readOrigins(read: EnvironmentReader): string[] {
  const origins = read.list("ALLOWED_ORIGINS");
  for (const origin of origins)
    if (!/^https?:/.test(origin) || !URL.canParse(origin) || new URL(origin).origin !== origin)
      read.problem("ALLOWED_ORIGINS", `want origins as https://cashsouk.com, between commas, got "${origin}"`);
  return origins;
}
