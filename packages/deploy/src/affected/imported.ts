import type { Tree } from "../git";
import type { Alias } from "./settings";

const isSource = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx)$/;

/** Where imports lead, of these files and of those that they lead to. Each quoted word may be one. */
export async function importedFrom(
  tree: Tree,
  aliases: readonly Alias[],
  files: readonly string[],
): Promise<ReadonlySet<string>> {
  const places = new Set<string>();
  for (let wanted = files; wanted.length > 0;) {
    const texts = await tree.readTexts(wanted.filter((path) => isSource.test(path) && tree.kindOf(path) === "file"));
    const words = new Set([...texts.values()].flatMap((text) => text.match(/(?<=["'])[^"'\s]+(?=["'])/g) ?? []));
    const isImported = (alias: string) =>
      alias.endsWith("*") ? [...words].some((word) => word.startsWith(alias.slice(0, -1))) : words.has(alias);
    const news = aliases.flatMap(([alias, place]) => (!places.has(place) && isImported(alias) ? [place] : []));
    for (const place of news) places.add(place);
    wanted = tree.paths.filter((path) => news.some((place) => path.startsWith(`${place}/`)));
  }
  return places;
}
