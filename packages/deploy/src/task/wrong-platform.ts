/** An image that was built for another CPU: it can't be pulled for this one, or its program can't be started. */
export const wrongPlatform = /exec format error|descriptor matching platform|no match for platform/i;
export const wrongPlatformHint =
  "The image was built for another CPU than its task definition's `runtimePlatform` names: build it for that platform.";
