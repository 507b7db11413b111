import { expect, test } from "@jest/globals";
import { requireSupported } from "./supported";

test.each([
  ["linux", "x64"],
  ["linux", "arm64"],
])("%s on %s is fine", (platform, arch) => expect(() => requireSupported({ platform, arch })).not.toThrow());

test.each([
  ["win32", "x64"],
  ["darwin", "arm64"],
  ["linux", "arm"],
])("%s on %s is refused in one sentence that names it", (platform, arch) =>
  expect(() => requireSupported({ platform, arch })).toThrow(
    `This action runs on Linux runners with x64 or arm64; this one is ${platform} on ${arch}`,
  ),
);
