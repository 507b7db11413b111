/**
 * Whether a request that may change something comes from elsewhere than the portal's own pages. Browsers send `Origin`
 * with every such request, and `Sec-Fetch-Site` where they know it; neither can be set by a page.
 * A portal without an origin takes no such requests at all.
 */
export function isForeign({ method, headers }: { method: string; headers: Headers }, origin?: string): boolean {
  if (method === "GET" || method === "HEAD") return false;
  const site = headers.get("sec-fetch-site");
  return origin === undefined || headers.get("origin") !== origin || (site !== null && site !== "same-origin");
}
