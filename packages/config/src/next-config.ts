import { join } from "node:path";
import type { NextConfig } from "next";

const root = join(__dirname, "../../..");

/** The one configuration of the four portals. */
const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: root,
  turbopack: { root },
  transpilePackages: ["@cashsouk/config", "@cashsouk/sign-in", "@cashsouk/types", "@cashsouk/ui"],
  poweredByHeader: false,
  // The images' root file system is read-only, and every page is rendered when it is asked for.
  experimental: {
    isrFlushToDisk: false,
    // What an interrupted `next dev` leaves of it makes the next one answer 500 ("task is missing in … storage").
    turbopackFileSystemCacheForDev: false,
  },
  images: { unoptimized: true },
  // `pnpm typecheck` checks the types, once for all packages.
  typescript: { ignoreBuildErrors: true },
  // `next dev` would write instruction files into the repository.
  agentRules: false,
};

export default config;
