import { DeployError } from "@cashsouk/deploy";
import { existsSync } from "node:fs";

/** Where the actions are tried: Linux, on x64 and arm64. They start git and docker, and end what they started. */
export function requireSupported({ platform, arch }: { platform: string; arch: string }): void {
  if (platform === "linux" && (arch === "x64" || arch === "arm64")) return;
  throw new DeployError(
    "unsupported-runner",
    `This action runs on Linux runners with x64 or arm64; this one is ${platform} on ${arch}`,
    "Give the job `runs-on: ubuntu-latest`, `ubuntu-24.04-arm`, or a self-hosted Linux runner.",
  );
}

/** The runner's files for what a step puts out. Without them nobody would hear what came of it, so nothing is begun. */
export function requireRunnerFiles(env: NodeJS.ProcessEnv): void {
  for (const name of ["GITHUB_OUTPUT", "GITHUB_STATE"]) {
    const file = env[name];
    if (file && !existsSync(file))
      throw new DeployError(
        "no-runner-file",
        `${name} names a file that is not there: ${file}`,
        "The runner makes it for each step. An earlier step may have removed it, or a container does not hold its folder.",
      );
  }
}
