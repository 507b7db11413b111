import type { BuiltImage } from "./built-image";

/** Markdown for people: every image, where it came from, its size and time. */
export function imageSummary(images: ReadonlyMap<string, BuiltImage>): string {
  if (images.size === 0) return "### Images\n\nNo service was asked for: nothing was built.\n";
  const rows = [...images].map(([service, { reused, dirty, bytes, seconds, key, digest, tags }]) =>
    row([
      service,
      `${reused ? "reused" : "built"}${dirty ? " (uncommitted changes)" : ""}`,
      `${(bytes / 1_000_000).toFixed(1)} MB`,
      `${seconds.toFixed(1)} s`,
      `\`${key.slice(0, 12)}\``,
      `\`${digest.slice(0, 19)}\``,
      tags.filter((tag) => tag !== `key-${key}`).join(", "),
    ]),
  );
  const head = ["Service", "Image", "Size", "Time", "Key", "Digest", "Tags"];
  return ["### Images", "", row(head), row(head.map(() => "---")), ...rows, ""].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
