import { randomBytes, randomUUID } from "node:crypto";
import { type PortalName, readLandingConfiguration, readSignInConfiguration } from "@cashsouk/config";
import type { Problem } from "@cashsouk/types";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "./content-security-policy";
import { cookieName } from "./cookie";
import { noticeStatus } from "./notice";
import { isForeign } from "./foreign-request";

/** What every answer carries besides the policy; nothing else sets headers of this kind. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  // Browsers read this one over https only.
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** Stands in front of a portal's pages and routes: `apps/<portal>/proxy.ts`. */
export function portalProxy(portal: PortalName) {
  return (request: NextRequest): NextResponse => {
    const own = settings(portal);
    if (isForeign(request, own.origin)) return refuse();
    const nonce = randomBytes(18).toString("base64");
    const policy = contentSecurityPolicy({ nonce, ...own, development: process.env.NODE_ENV === "development" });
    const forwarded = new Headers(request.headers);
    // Next puts the nonce that it finds here into its own scripts.
    forwarded.set("content-security-policy", policy);
    const status = noticeStatus(request.nextUrl);
    const response = NextResponse.next({ request: { headers: forwarded }, ...(status ? { status } : {}) });
    response.headers.set("Content-Security-Policy", policy);
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    if (portal !== "landing" && request.cookies.has(cookieName(portal)) && !isAsset(request))
      response.headers.set("Cache-Control", "private, no-store");
    return response;
  };
}

function settings(portal: PortalName) {
  if (portal === "landing") return { assetsUrl: readLandingConfiguration(process.env).assetsUrl };
  const { origin, assetsUrl, cognito, uploadsUrl } = readSignInConfiguration(portal, process.env);
  return { origin, assetsUrl, signInOrigin: cognito.domain, uploadsUrl };
}

/** Named by its content: everybody's, and for good. */
function isAsset({ nextUrl }: NextRequest): boolean {
  return nextUrl.pathname.startsWith("/_next/static/");
}

function refuse(): NextResponse {
  const problem: Problem = {
    type: "about:blank",
    title: "Forbidden",
    status: 403,
    detail: "This request was made by a page of another site",
    code: "foreign-request",
    requestId: randomUUID(),
  };
  return new NextResponse(JSON.stringify(problem), {
    status: 403,
    headers: { ...headers, "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}
