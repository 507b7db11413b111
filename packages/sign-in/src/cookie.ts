import type { Group } from "@cashsouk/types";
import { newId } from "./sealed";

/**
 * What the browser holds: an id and nothing else. `visitor` is somebody who has begun to sign in; what stands behind
 * a `session` is with the API.
 */
export interface Holder {
  kind: "visitor" | "session";
  id: string;
}

/** Named by the portal, because on localhost all ports share their cookies. */
export const cookieName = (portal: Group) => `__Host-${portal}-session`;

export const newHolder = (kind: Holder["kind"]): Holder => ({ kind, id: newId() });

const prefix = "visitor.";

export function parseHolder(value: string | undefined): Holder | undefined {
  if (value === undefined) return undefined;
  const kind = value.startsWith(prefix) ? "visitor" : "session";
  const id = kind === "visitor" ? value.slice(prefix.length) : value;
  return /^[\w-]{43}$/.test(id) ? { kind, id } : undefined;
}

/** Without an end: a browser that still has it when the session is over is told so. */
export function setCookie(portal: Group, { kind, id }: Holder): string {
  return `${cookieName(portal)}=${kind === "visitor" ? prefix : ""}${id}; ${attributes}`;
}

export function clearCookie(portal: Group): string {
  return `${cookieName(portal)}=; ${attributes}; Max-Age=0`;
}

const attributes = "Path=/; HttpOnly; Secure; SameSite=Lax";

/**
 * A request's own cookie of this portal, from its `Cookie` header. Divided as Next divides it, and of two the last as well,
 * so that routes and pages mean the same session; and by spaces only: with any other blank before it, a name that another
 * host of the domain may set would pass for this one, which none but this host can.
 */
export function readCookie(portal: Group, request: Request): Holder | undefined {
  const name = `${cookieName(portal)}=`;
  const pairs = request.headers.get("cookie")?.split(/; */) ?? [];
  return parseHolder(pairs.findLast((pair) => pair.startsWith(name))?.slice(name.length));
}
