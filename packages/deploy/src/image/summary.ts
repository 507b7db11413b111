import { inline } from "../markdown";
import type { BuildImagesOptions, ImageReport, ProducedReport, Why } from "./options";

/** Markdown for people: every image, whether it was built and why, its size, time and digest. */
export function imageSummary(
  { images, notes }: ImageReport,
  { push = true }: Pick<BuildImagesOptions, "push">,
): string {
  if (images.size === 0) return "### Images\n\nNo service was asked for: nothing was built.\n";
  const built = [...images.values()].filter(({ built: { reused } }) => !reused).length;
  const head = ["Image", "Built?", "Why", "Size", "Time", "Digest", "Key", "Tags"];
  const rows = [head, head.map(() => "---"), ...[...images].map(([name, report]) => cells(name, report))];
  return [
    `### Images${push ? "" : ", not pushed"}: ${built} built, ${images.size - built} reused`,
    "",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
    "",
    ...notes.flatMap((note) => [`> ${inline(note)}`, ""]),
  ].join("\n");
}

function cells(name: string, { built, why }: ProducedReport): string[] {
  const { reused, dirty, bytes, seconds, digest, key, tags } = built;
  return [
    inline(name),
    `${reused ? "reused" : "**built**"}${dirty ? ", uncommitted changes" : ""}`,
    inline(inWords(why)),
    `${(bytes / 1_000_000).toFixed(1)} MB`,
    `${seconds.toFixed(1)} s`,
    `\`${digest.slice(0, 19)}\``,
    `\`${key.slice(0, 12)}\``,
    tags.filter((tag) => tag !== `key-${key}`).join(", "),
  ];
}

export function inWords({ kind, place }: Why): string {
  const words: Record<Why["kind"], string> = {
    held: `the ${place} holds this content`,
    taken: `the ${place} held this content by the time of the push`,
    new: `new content: the ${place} has no such key`,
    wanted: "`reuse` is off",
  };
  return words[kind];
}
