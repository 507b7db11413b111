/** Where a page of the portal's own is; anything else would lead people away after they signed in. */
export const defaultReturnPath = "/dashboard";

const longest = 1024;
/** What browsers drop or turn round before they look at an address. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const treacherous = /[\u0000-\u0020\u007f\\]/;

/** The path (and query) if it is one of this origin, otherwise the dashboard. */
export function ownPath(text: string | null | undefined, origin: string): string {
  if (!text || text.length > longest || treacherous.test(text)) return defaultReturnPath;
  if (!text.startsWith("/") || !URL.canParse(text, origin)) return defaultReturnPath;
  const url = new URL(text, origin);
  if (url.origin !== origin || url.pathname.startsWith("//") || leadsToSignIn(url.pathname)) return defaultReturnPath;
  return `${url.pathname}${url.search}`;
}

/** Back there, people would go round in circles. */
function leadsToSignIn(path: string): boolean {
  return path === "/sign-in" || path.startsWith("/auth/");
}
