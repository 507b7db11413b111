import { DeployError } from "@cashsouk/deploy";
import { existsSync } from "node:fs";

/** Where the actions are tried: Linux, on x64 and arm64. They start git and docker, and end what they started. */
export function requireSupported({ platform, arch }: { platform: string; arch: string }): void {
  if (platform === "linux" && (arch === "x64" || arch === "arm64")) return;
  throw new DeployError(
    "unsupported-runner",
    `This action runs on Linux runners with x64 or arm64; this one is ${platform} on ${arch}`,
    "Give the job `runs-on: ubuntu-latest`, or another Linux runner.",
  );
}

/** Where the runner's file for outputs is not there nobody would hear what came of a step: nothing is begun. */
export function requireOutputFile({ GITHUB_OUTPUT: file }: NodeJS.ProcessEnv): void {
  if (file && !existsSync(file))
    throw new DeployError("no-runner-file", `GITHUB_OUTPUT names a file that is not there: ${file}`);
}
