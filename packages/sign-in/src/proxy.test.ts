import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { NextRequest } from "next/server";
import { portalProxy } from "./proxy";

const origin = "https://issuer.cashsouk.example";
const variables = {
  NEXT_PUBLIC_API_URL: "https://api.cashsouk.example",
  NEXT_PUBLIC_CLOUDFRONT_URL: "https://assets.cashsouk.example",
  NEXT_PUBLIC_COGNITO_DOMAIN: "https://auth.cashsouk.example",
  NEXT_PUBLIC_COGNITO_CLIENT_ID: "issuer-client",
  NEXT_PUBLIC_COGNITO_REGION: "ap-southeast-5",
  COGNITO_USER_POOL_ID: "ap-southeast-5_TestPool1",
  COGNITO_CLIENT_SECRET: "issuer-secret",
  PORTAL_URL: origin,
  PORTAL_KEY: "an-issuer-portal-key-for-tests-only",
  SESSION_SECRET: "a-secret-for-tests-of-32-characters",
  UPLOADS_URL: "https://s3.ap-southeast-5.amazonaws.com/uploads/",
};
const before = { ...process.env };
beforeAll(() => void Object.assign(process.env, variables));
afterAll(() => void (process.env = before));

const ask = (path: string, options: { method?: string; headers?: Record<string, string> } = {}, portal = "issuer") =>
  portalProxy(portal as "issuer" | "landing")(new NextRequest(new URL(path, origin), options));
const directives = (policy: string | null) =>
  Object.fromEntries(
    (policy ?? "").split("; ").map((line) => {
      const [directive = "", ...sources] = line.split(" ");
      return [directive, sources] as const;
    }),
  );

describe("every page", () => {
  test("has a policy with a nonce of its own, which Next gets too", () => {
    const [one, two] = [ask("/"), ask("/")];
    const policy = one.headers.get("content-security-policy");
    expect(policy).not.toBe(two.headers.get("content-security-policy"));
    expect(one.headers.get("x-middleware-request-content-security-policy")).toBe(policy);
    const nonce = /'(nonce-[\w+/]+=*)'/.exec(policy ?? "")?.[1];
    expect(directives(policy)).toEqual({
      "default-src": ["'self'"],
      "script-src": [`'${nonce}'`, "'strict-dynamic'"],
      "style-src": ["'self'", `'${nonce}'`],
      "img-src": ["'self'", "data:", "https://assets.cashsouk.example"],
      "connect-src": ["'self'", variables.UPLOADS_URL],
      "form-action": ["'self'", "https://auth.cashsouk.example"],
      "frame-ancestors": ["'none'"],
      "base-uri": ["'none'"],
      "object-src": ["'none'"],
    });
  });

  test("may be neither framed, nor sniffed, nor had without TLS", () =>
    expect(Object.fromEntries(ask("/").headers)).toMatchObject({
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "referrer-policy": "strict-origin-when-cross-origin",
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    }));

  test("of somebody who is signed in is kept by no cache, unlike files named by their content", () => {
    const headers = { cookie: `__Host-issuer-session=${"a".repeat(43)}` };
    expect(ask("/dashboard", { headers }).headers.get("cache-control")).toBe("private, no-store");
    expect(ask("/_next/static/a.js", { headers }).headers.get("cache-control")).toBeNull();
    expect(ask("/").headers.get("cache-control")).toBeNull();
  });

  test.each([
    ["/sign-in?because=unavailable", 200],
    ["/sign-in?because=still-signed-in", 200],
    ["/sign-in?because=wrong-role", 403],
    ["/sign-in?because=stale", 400],
    ["/sign-in?because=ended", 200],
    ["/sign-in", 200],
    ["/?because=unavailable", 200],
  ])("%s has the status %i", (path, status) => expect(ask(path).status).toBe(status));
});

describe("a request that may change something", () => {
  const own = { origin, "sec-fetch-site": "same-origin" };
  test.each<[string, Record<string, string>]>([
    ["of the portal's own page", own],
    ["of a browser that does not say where it comes from but its origin", { origin }],
  ])("%s passes", (_title, headers) => expect(ask("/auth/sign-out", { method: "POST", headers }).status).toBe(200));

  test.each<[string, Record<string, string>]>([
    ["of another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["of another portal", { origin: "https://investor.cashsouk.example", "sec-fetch-site": "same-site" }],
    ["of another port", { origin: `${origin}:8443` }],
    ["that hides its origin", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["without an origin", {}],
    ["whose two words disagree", { origin, "sec-fetch-site": "same-site" }],
  ])("%s is refused", async (_title, headers) => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      const response = ask("/auth/sign-out", { method, headers });
      expect(response.status).toBe(403);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({ status: 403, code: "foreign-request" });
    }
  });

  test("is refused by the landing page in any case: it takes none", () =>
    expect(ask("/", { method: "POST", headers: own }, "landing").status).toBe(403));
});
