// ../packages/deploy/src/public-host/public-url.ts
function publicUrl(pattern, subdomain) {
	return subdomain ? pattern.replaceAll("{subdomain}", subdomain) : pattern.replaceAll(/\{subdomain\}\.?/g, "");
}
export { publicUrl };
