import { existsSync } from "node:fs";
import { DeployError } from "@cashsouk/deploy";
import { run, type CommandOptions } from "../command";

export const isRoot = process.getuid?.() === 0;

/** The command as root does it: as it is for root, with sudo for anyone else. */
export function rootCommand(argv: readonly string[]): [string, ...string[]] {
  if (isRoot) return argv as [string, ...string[]];
  if (existsSync("/usr/bin/sudo")) return ["sudo", "--", ...argv];
  throw new DeployError("not-root", `"${argv.join(" ")}" needs root, and there is no sudo.`, "Run this as root.");
}

export async function runAsRoot(argv: readonly string[], options?: CommandOptions): Promise<string> {
  return run(rootCommand(argv), options);
}
