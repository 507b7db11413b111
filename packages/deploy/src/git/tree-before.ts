import type { Changes } from "./changes";
import type { Repository } from "./repository";
import { idOf, kindBy, lazyTree, link, readBlobs, type Tree } from "./tree";

/** The tree from which another one differs by the changes: what did not change is read there, and git lists nothing. */
export function treeBefore(repository: Repository, now: Tree, changes: Changes): Tree {
  const ids = new Map<string, string>();
  const paths: string[] = [];
  for (const [path, entry] of changes) {
    if (!entry) continue;
    paths.push(path);
    if (kindBy(entry) !== "submodule") ids.set(path, idOf(entry, 1));
  }
  const before = (suffix: string) => paths.filter((path) => path.endsWith(suffix));
  const unchanged = (paths: readonly string[]) => paths.filter((path) => !changes.has(path));
  return lazyTree({
    prefix: now.prefix,
    list: () => [...unchanged(now.paths), ...before("")],
    endingWith: (suffix) => [...unchanged(now.endingWith(suffix)), ...before(suffix)],
    async readTexts(wanted) {
      const same = await now.readTexts(unchanged(wanted));
      const other = await readBlobs(repository, wanted, (path) => ids.get(path));
      const texts = new Map<string, string>();
      for (const path of wanted) {
        const text = same.get(path) ?? other.get(path);
        if (text !== undefined) texts.set(path, text);
      }
      return texts;
    },
    async listLinks() {
      const changed = [...changes].filter(([, entry]) => entry?.startsWith(link));
      return [...unchanged(await now.listLinks()), ...changed.map(([path]) => path)];
    },
    kindOf: (path) => (changes.has(path) ? kindBy(changes.get(path)) : now.kindOf(path)),
  });
}
