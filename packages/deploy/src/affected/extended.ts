import { posix } from "node:path";
import type { Tree } from "../git";

/** A file that a package's TypeScript settings extend. */
export interface Extended {
  readonly file: string;
  readonly by: string;
}

const isSettings = /(?:^|\/)[jt]sconfig(?:\.[^/]*)?\.json$/;
/** The file may hold comments: one that says the same is taken for it, which is the safe side. */
const extensions = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/g;

/**
 * Those of the changed files that TypeScript settings lead to by relative paths, one through another. What is extended
 * mostly lies at the root, in no package, and what is compiled changes with it. Nothing is read where no such file changed.
 */
export async function changedExtensions(tree: Tree, changed: ReadonlySet<string>): Promise<readonly Extended[]> {
  const candidates = [...changed].filter((path) => path.endsWith(".json") && !path.endsWith("package.json"));
  if (candidates.length === 0) return [];
  const settings = tree.endingWith(".json").filter((path) => isSettings.test(path));
  const targets = new Map<string, readonly string[]>();
  for (let wanted = settings; wanted.length > 0;) {
    // What a link leads to counts with the link.
    const texts = await tree.readTexts(wanted.filter((path) => tree.kindOf(path) === "file"));
    for (const path of wanted) targets.set(path, extendedIn(texts.get(path) ?? "", path));
    wanted = [...new Set(wanted.flatMap((path) => targets.get(path) ?? []))].filter((path) => !targets.has(path));
  }
  const all = new Set(candidates);
  return settings.flatMap((by) =>
    reachedFrom(by, targets)
      .filter((file) => all.has(file))
      .map((file) => ({ file, by })),
  );
}

/** What a package's name leads to is the package's own. TypeScript adds the ending where it is left out. */
function extendedIn(text: string, path: string): string[] {
  const said = [...text.matchAll(extensions)].flatMap(([, value = ""]) => value.match(/[^"]+(?=")/g) ?? []);
  return said
    .filter((target) => /^\.{1,2}\//.test(target))
    .map((target) => posix.join(posix.dirname(path), target.endsWith(".json") ? target : `${target}.json`));
}

function reachedFrom(start: string, targets: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = new Set(targets.get(start));
  for (const path of reached) for (const further of targets.get(path) ?? []) reached.add(further);
  return [...reached];
}
