import type { ImageReport } from "@cashsouk/deploy/image";

export const outputNames = ["images", "image", "digest", "key", "tags", "reused", "metadata"] as const;

/** Of one image alone also its own outputs; of several there is no single digest. */
export function outputs({ images }: ImageReport, metadata: string): Record<(typeof outputNames)[number], unknown> {
  const all = [...images].map(([name, { built }]) => [name, built] as const);
  const { image, digest, key, tags, reused } = (all.length === 1 ? all[0]?.[1] : undefined) ?? {};
  const only = { image: image ?? "", digest: digest ?? "", key: key ?? "", tags: tags ?? "", reused: reused ?? "" };
  return { images: Object.fromEntries(all), ...only, metadata };
}
