import type { Group } from "@cashsouk/types";

/** Why somebody who wanted to be signed in is not: what the page `/sign-in` explains. */
type Because =
  | "ended"
  | "cancelled"
  /** The sign-in page's answer belongs to no sign-in of this browser: too late, twice, or begun elsewhere. */
  | "stale"
  | "refused"
  /** Too many sign-ins were begun at this address. */
  | "too-many"
  | "wrong-role"
  | "unavailable"
  /** This session could not be ended. */
  | "not-signed-out"
  /** Nor could those elsewhere. */
  | "still-signed-in";

export interface Notice {
  because: Because;
  returnTo: string;
  /** What a person quotes, and the log carries. */
  reference?: string;
  /** The portals that are theirs, with `wrong-role`. */
  theirs?: readonly Group[];
}

const statuses = new Map<string | null, number>(
  Object.entries({ stale: 400, refused: 400, "wrong-role": 403, "too-many": 429 }),
);

/**
 * Next's pages can't choose their status: the proxy gives it to the page that says so. Never a 5xx: anybody can ask for
 * these pages, and answers of that kind count as the portal's failures.
 */
export function noticeStatus({ pathname, searchParams }: { pathname: string; searchParams: URLSearchParams }) {
  return pathname === "/sign-in" ? statuses.get(searchParams.get("because")) : undefined;
}

/** The address of the page that says so. It carries words of this list and a reference, no names and no tokens. */
export function noticePath({ because, returnTo, reference, theirs = [] }: Notice): string {
  const query = new URLSearchParams({ because, return: returnTo });
  if (reference) query.set("reference", reference);
  for (const portal of theirs) query.append("theirs", portal);
  return `/sign-in?${query}`;
}

/** The address that begins a sign-in and leads back. */
export function signInPath(returnTo: string): string {
  return `/auth/sign-in?${new URLSearchParams({ return: returnTo })}`;
}
