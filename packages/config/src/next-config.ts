import { join } from "node:path";
import type { NextConfig } from "next";

const root = join(__dirname, "../../..");

/** A policy for scripts and styles needs a nonce for each request; what holds without one is set here. */
const securityHeaders = {
  "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  // Browsers read this one over https only.
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** The one configuration of the four portals. */
const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: root,
  turbopack: { root },
  transpilePackages: ["@cashsouk/config", "@cashsouk/sign-in", "@cashsouk/types", "@cashsouk/ui"],
  poweredByHeader: false,
  // The images' root file system is read-only, and every page is rendered when it is asked for.
  experimental: { isrFlushToDisk: false },
  images: { unoptimized: true },
  // `pnpm typecheck` checks the types, once for all packages.
  typescript: { ignoreBuildErrors: true },
  // `next dev` would write instruction files into the repository.
  agentRules: false,
  headers: () =>
    Promise.resolve([
      { source: "/:path*", headers: Object.entries(securityHeaders).map(([key, value]) => ({ key, value })) },
    ]),
};

export default config;
