import { execFileSync } from "node:child_process";

/** Builds the bundles as `pnpm --filter actions build` does, into a folder of the caller's. */
export function buildBundles(folder: string): void {
  execFileSync("pnpm", ["exec", "rolldown", "-c", "rolldown.config.mjs", "-d", folder], {
    cwd: __dirname,
    stdio: "pipe",
  });
}
