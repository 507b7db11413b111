import { posix } from "node:path";
import { foldersAbove, type ImageInputs, isTest } from "../content";
import type { Tree } from "../git";
import { eachText } from "../workspace";
import type { Alias } from "./settings";

export const isSource = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx)$/;

export interface Imported {
  /** Where imports lead. */
  readonly places: ReadonlySet<string>;
  /** Is anything imported by this name of TypeScript's `paths`? */
  readonly isNamed: (name: string) => boolean;
}

/**
 * What is imported by a service's files, and by those that they lead to, by `../` or a name of TypeScript's `paths`: each
 * quoted word may be an import. `packages`: folders.
 */
export async function importedFrom(
  inputs: ImageInputs,
  aliases: readonly Alias[],
  packages: ReadonlySet<string>,
): Promise<Imported> {
  const { tree } = inputs;
  const places = new Set<string>();
  const words = new Set<string>();
  const placeOf = placesIn(tree, packages);
  const targetsOf = (word: string, path: string): string[] => {
    const above = posix.join(posix.dirname(path), word);
    if (word.startsWith("../")) return inputs.ownerOf(above) ? [] : [above];
    const mayBe = words.has(word) ? [] : aliases.filter(([name]) => name === word || name.includes("*"));
    words.add(word);
    return mayBe.flatMap(([name, target]) => {
      const found = namedSo(name).exec(word);
      return found ? target.replace("*", () => found[1] ?? "") : [];
    });
  };
  for (let wanted: readonly string[] = [...inputs.files.keys()]; wanted.length > 0;) {
    const texts = await tree.readTexts(wanted.filter((path) => isSource.test(path) && tree.kindOf(path) === "file"));
    const news: string[] = [];
    for (const [path, text] of texts)
      for (const word of text.match(/(?<=["'])[^"'\s*]+(?=["'])/g) ?? [])
        for (const target of targetsOf(word, path)) {
          const place = placeOf(target);
          if (place === undefined || places.has(place)) continue;
          places.add(place);
          news.push(`${place}/`);
        }
    wanted = tree.paths.filter((path) => !isTest(path) && news.some((one) => path.startsWith(one)));
  }
  return { places, isNamed: (name) => [...words].some((word) => namedSo(name).test(word)) };
}

/** What is named so, be it by a star. */
const namedSo = eachText((name) => new RegExp(`^${name.replace(/[^\w*]/g, "\\$&").replace("*", "(.*)")}$`));

/**
 * Of `libs/ui/src/index.ts`, `libs/ui`: what is made there counts whole, but of a file beside packages, or at the root,
 * itself alone. Nothing for a folder of packages, or the root: naming one is no import.
 */
function placesIn(tree: Tree, packages: ReadonlySet<string>): (target: string) => string | undefined {
  const modules = new Set(tree.paths.map(moduleOf));
  const above = foldersAbove([...packages]);
  const holds = (folder: string) => folder === "." || above.has(folder);
  const made = (folder: string) => folder.replace(/\/src(\/.*)?$/, "");
  return (said) => {
    const target = said.replace(/\/$/, "");
    const module = [target, moduleOf(target)].find((one) => modules.has(one));
    if (module === undefined) return holds(target) ? undefined : made(target);
    const folder = made(posix.dirname(module));
    return holds(folder) ? `${module}.*` : folder;
  };
}

/** As it is imported: without the ending, or with another one. */
function moduleOf(path: string): string {
  return path.replace(/\.[^/.]+$/, "");
}
