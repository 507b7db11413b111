/**
 * A service's public address: `{subdomain}` in the pattern is replaced, and an empty subdomain takes the dot that follows along
 * (`https://{subdomain}.cashsouk.com` → `https://cashsouk.com` for the apex).
 */
export function publicUrl(pattern: string, subdomain: string): string {
  return subdomain ? pattern.replaceAll("{subdomain}", subdomain) : pattern.replaceAll(/\{subdomain\}\.?/g, "");
}
