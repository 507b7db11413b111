// ../packages/deploy/src/public-host/public-url.ts
/**
* A service's public address: `{subdomain}` in the pattern is replaced, and an empty subdomain takes the dot that follows along
* (`https://{subdomain}.cashsouk.com` → `https://cashsouk.com` for the apex).
*/
function publicUrl(pattern, subdomain) {
	return subdomain ? pattern.replaceAll("{subdomain}", subdomain) : pattern.replaceAll(/\{subdomain\}\.?/g, "");
}
export { publicUrl };
