import { posix } from "node:path";

/**
 * The folders above paths or globs. Where git has one of them as a path, it is a link or a submodule, and what is named
 * lies behind it, where git shows nothing.
 */
export function foldersAbove(globs: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const glob of globs) {
    const path = posix.normalize(glob);
    const wild = path.search(/[*?[\]{}()!+@]/);
    const end = wild < 0 ? path.replace(/\/$/, "").length : wild;
    for (let at = path.lastIndexOf("/", end - 1); at > 0; at = path.lastIndexOf("/", at - 1))
      folders.add(path.slice(0, at));
  }
  return folders;
}
