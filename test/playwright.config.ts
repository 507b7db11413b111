import { defineConfig } from "@playwright/test";

const minute = 60_000;

/** The path end to end, in an instance of its own. The projects stand in an order: each starts from where the last one left. */
export default defineConfig({
  testDir: "e2e",
  globalTeardown: "./e2e/teardown.ts",
  outputDir: "../.local/test/browser",
  workers: 1,
  fullyParallel: false,
  timeout: 30 * minute,
  reporter: [["list"]],
  use: {
    screenshot: "only-on-failure",
    launchOptions: {
      // Debian's: Playwright's own download is not needed, and not to be had everywhere.
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
    },
  },
  projects: [
    // In an account of its own, beside the others.
    { name: "example", testMatch: "example.spec.ts" },
    { name: "outcomes", testMatch: "outcomes.spec.ts", dependencies: ["example"] },
    { name: "deployed", testMatch: "deployed.spec.ts" },
    { name: "pages", testMatch: "pages.spec.ts", dependencies: ["deployed"] },
    { name: "sign-in", testMatch: "sign-in.spec.ts", dependencies: ["pages"] },
    { name: "files", testMatch: "files.spec.ts", dependencies: ["sign-in"] },
    { name: "tokens", testMatch: "tokens.spec.ts", dependencies: ["files"] },
    { name: "headers", testMatch: "headers.spec.ts", dependencies: ["tokens"] },
    { name: "cli", testMatch: "cli.spec.ts", dependencies: ["headers"] },
    { name: "moves", testMatch: "moves.spec.ts", dependencies: ["cli"] },
    { name: "rollback", testMatch: "rollback.spec.ts", dependencies: ["moves"] },
    { name: "rotation", testMatch: "rotation.spec.ts", dependencies: ["rollback"] },
    { name: "faults", testMatch: "faults.spec.ts", dependencies: ["rotation"] },
    { name: "migrate", testMatch: "migrate.spec.ts", dependencies: ["faults"] },
  ],
});
