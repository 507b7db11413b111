import type { BuiltImage } from "@cashsouk/deploy/image";

export const outputNames = ["images"] as const;

export function outputs(images: ReadonlyMap<string, BuiltImage>): Record<(typeof outputNames)[number], unknown> {
  return { images: Object.fromEntries(images) };
}
