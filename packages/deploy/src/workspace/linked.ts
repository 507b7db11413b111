import { posix } from "node:path";
import type { Tree } from "../git";
import { parseSaid } from "./package-json";
import { specifiers, type WorkspacePackage } from "./packages";
import { pathIn } from "./targets";

/** Folders that are linked to and are no package of the workspace → what their package.json says that they need. */
export type Linked = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Those that packages lead to, those that these lead to in turn, and so on. `everyones`: what the root says for all. */
export async function readLinked(
  tree: Tree,
  packages: Iterable<WorkspacePackage>,
  everyones: readonly (readonly [string, string])[],
): Promise<Linked> {
  const known = new Map<string, WorkspacePackage["needs"]>();
  const all = [...packages];
  const isPackage = new Set(all.map(({ folder }) => folder));
  const names = new Set(all.map(({ said }) => said));
  const ofRoot = everyones.flatMap(([, specifier]) => pathIn(specifier, ".") ?? []);
  let wanted = [...ofRoot, ...all.flatMap(pathsOf)];
  while (wanted.length > 0) {
    const folders = [...new Set(wanted)].filter((folder) => !isPackage.has(folder) && !known.has(folder));
    const manifests = folders.map((folder) => posix.join(folder, "package.json"));
    const texts = await tree.readTexts(manifests.filter((path) => ["file", "link"].includes(tree.kindOf(path) ?? "")));
    wanted = [...texts].flatMap(([path, text]) => {
      const folder = posix.dirname(path);
      // It may belong to another workspace: what is none of this one's packages is one of that one's.
      const needs = Object.fromEntries(
        Object.entries(specifiers(parseSaid(text, path))).filter(
          ([name, specifier]) => names.has(name) || !/^workspace:[^@]*$/.test(specifier),
        ),
      );
      known.set(folder, needs);
      return pathsOf({ needs, folder });
    });
  }
  return known;
}

function pathsOf({ needs, folder }: Pick<WorkspacePackage, "needs" | "folder">): string[] {
  return Object.values(needs).flatMap((specifier) => pathIn(specifier, folder) ?? []);
}
