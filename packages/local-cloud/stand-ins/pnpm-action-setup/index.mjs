import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const { packageManager = "" } = JSON.parse(readFileSync(join(process.env.GITHUB_WORKSPACE, "package.json"), "utf8"));
const wanted = packageManager.replace(/^pnpm@/, "").split("+")[0];
const found = execFileSync("pnpm", ["--version"], { encoding: "utf8" }).trim();
if (found !== wanted) {
  console.log(`::error::packageManager: want pnpm ${wanted}, found ${found} on PATH`);
  process.exit(1);
}
console.log(`pnpm ${found}`);
