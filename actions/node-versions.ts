import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The Node binaries that bundles are tested on: the one that runs the tests, and Node 24, on which GitHub starts actions. */
export function nodeBinaries(): readonly string[] {
  return process.versions.node.startsWith("24.") ? [process.execPath] : [process.execPath, node24()];
}

/** `NODE_24`, or what the machine's set-up has put into the cache folder. */
function node24(): string {
  const named = process.env["NODE_24"];
  if (named) return named;
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "cashsouk");
  const found = existsSync(cache) ? readdirSync(cache).find((name) => /^node-24\.[\d.]+$/.test(name)) : undefined;
  if (found) return join(cache, found, "bin", "node");
  throw new Error(`No Node 24 in ${cache}: run \`make deploy-local\` once, or name a binary in NODE_24`);
}
