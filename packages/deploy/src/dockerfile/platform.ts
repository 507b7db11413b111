/** What an image is built with. */
export interface BuildSettings {
  readonly buildArgs: Readonly<Record<string, string>>;
  /** os/architecture of each. */
  readonly platforms: readonly string[];
}

/** What BuildKit gives to every build: https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
export function platformArgs(platform: string): Map<string, string> {
  const [os = "", architecture = "", variant = ""] = platform.split("/");
  return new Map([
    ["TARGETPLATFORM", platform],
    ["TARGETOS", os],
    ["TARGETARCH", architecture],
    ["TARGETVARIANT", variant],
  ]);
}
