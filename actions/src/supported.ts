import { DeployError } from "@cashsouk/deploy";

/** Where the actions are tried: Linux, on x64 and arm64. They start git and docker, and end what they started. */
export function requireSupported({ platform, arch }: { platform: string; arch: string }): void {
  if (platform === "linux" && (arch === "x64" || arch === "arm64")) return;
  throw new DeployError(
    "unsupported-runner",
    `This action runs on Linux runners with x64 or arm64; this one is ${platform} on ${arch}`,
    "Give the job `runs-on: ubuntu-latest`, `ubuntu-24.04-arm`, or a self-hosted Linux runner.",
  );
}
