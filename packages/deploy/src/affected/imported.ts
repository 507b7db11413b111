import { posix } from "node:path";
import { foldersAbove, type ImageInputs, isTest, type Snapshot } from "../content";
import type { Tree } from "../git";
import { eachText, packageAt, type WorkspacePackage } from "../workspace";
import type { Alias } from "./settings";

export const isSource = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx)$/;

export interface Imported {
  /** Where imports lead. */
  readonly places: ReadonlySet<string>;
  /** Is anything imported by this name of TypeScript's `paths`? */
  readonly isNamed: (name: string) => boolean;
}

/**
 * What is imported by the files of a service's packages, and by those that they lead to, by `../` or a name of TypeScript's `paths`: each
 * quoted word may be an import. What is asked for several services is looked up once.
 * `packages`: folders.
 */
export function importsIn(
  { tree, workspace }: Snapshot,
  packages: ReadonlySet<string>,
): (inputs: ImageInputs, aliases: readonly Alias[]) => Promise<Imported> {
  const placeOf = placesIn(tree, packages);
  const sources = tree.paths.filter((path) => isSource.test(path) && !isTest(path));
  const byPackage = new Map<WorkspacePackage, string[]>();
  for (const path of sources) {
    const found = packageAt(workspace, path, itself);
    const files = byPackage.get(found);
    if (files) files.push(path);
    else byPackage.set(found, [path]);
  }
  return async (inputs, aliases) => {
    const places = new Set<string>();
    const words = new Set<string>();
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
    const { has, ownerOf } = inputs.packages;
    const own = [...byPackage].flatMap(([found, files]) => (has(ownerOf(found)) ? files : []));
    for (let wanted = own; wanted.length > 0;) {
      const news: string[] = [];
      for (const [path, text] of await tree.readTexts(wanted))
        for (const target of quotedIn(text).flatMap((word) => targetsOf(word, path))) {
          const place = placeOf(target);
          if (place === undefined || places.has(place)) continue;
          places.add(place);
          news.push(`${place}/`);
        }
      wanted = news.length === 0 ? [] : sources.filter((path) => news.some((one) => path.startsWith(one)));
    }
    return { places, isNamed: (name) => [...words].some((word) => namedSo(name).test(word)) };
  };
}

const quotedIn = eachText((text): readonly string[] => text.match(/(?<=["'])[^"'\s*]+(?=["'])/g) ?? []);

/** Each package as it is, whatever it is a part of. */
const itself = { ownerOf: (found: WorkspacePackage) => found };

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
