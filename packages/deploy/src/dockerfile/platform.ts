/** What an image is built with. */
export interface BuildSettings {
  readonly buildArgs: Readonly<Record<string, string>>;
  /** os/architecture of each. */
  readonly platforms: readonly string[];
  /** The same of what builds. */
  readonly builder?: string | undefined;
}

/** What BuildKit gives to every build: https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
export function platformArgs(platform: string, builder?: string): Map<string, string> {
  return new Map([...argsOf("TARGET", platform), ...(builder === undefined ? [] : argsOf("BUILD", builder))]);
}

function argsOf(of: string, platform: string): [string, string][] {
  const [os = "", architecture = "", variant = ""] = platform.split("/");
  return [
    [`${of}PLATFORM`, platform],
    [`${of}OS`, os],
    [`${of}ARCH`, architecture],
    [`${of}VARIANT`, variant],
  ];
}
