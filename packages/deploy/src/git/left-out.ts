import { lstatSync } from "node:fs";
import type { Entry } from "./entry";
import { absolute, type Repository } from "./repository";
import { idOf, kindBy, lazyTree, link, readBlobs, type Tree, workingTree } from "./tree";
import { readWorkingState, type WorkingState } from "./working-state";

/** What a sparse checkout left out, with what the index has there. */
type LeftOut = ReadonlyMap<string, Entry>;

/**
 * The working tree and its state where what a sparse checkout left out counts as the commit has it: for whoever compares.
 * Who builds from the folder lacks it.
 */
export async function readCompared(repository: Repository): Promise<{ tree: Tree; state: WorkingState }> {
  const read = await readWorkingState(repository);
  const leftOut = leftOutOf(repository, read);
  if (leftOut.size === 0) return { tree: await workingTree(repository, read), state: read };
  const isHere = (path: string) => !leftOut.has(path);
  const state = {
    ...read,
    gone: new Set([...read.gone].filter(isHere)),
    dirty: new Map([...read.dirty].filter(([path]) => isHere(path))),
  };
  return { tree: withLeftOut(repository, await workingTree(repository, state), leftOut), state };
}

/** Nothing lies there, and git was told that nothing need. */
function leftOutOf(repository: Repository, { listing, gone }: WorkingState): LeftOut {
  const skipped = [...listing.beginning("S "), ...listing.beginning("s ")];
  const isNowhere = (path: string) =>
    gone.has(path) && !lstatSync(absolute(repository, path), { throwIfNoEntry: false });
  return new Map(
    skipped
      .filter(({ path }) => isNowhere(path))
      .map(({ about, path }) => [path, about.split(" ").slice(1, 3).join(" ")]),
  );
}

/** It is read of git's own store. */
function withLeftOut(repository: Repository, tree: Tree, leftOut: LeftOut): Tree {
  const idAt = (path: string) => {
    const entry = leftOut.get(path);
    return entry && kindBy(entry) !== "submodule" ? idOf(entry, 1) : undefined;
  };
  const links = [...leftOut].filter(([, entry]) => entry.startsWith(link)).map(([path]) => path);
  return lazyTree({
    prefetches: true,
    prefix: tree.prefix,
    list: () => tree.paths,
    endingWith: (suffix) => tree.endingWith(suffix),
    async readTexts(wanted) {
      const stored = await readBlobs(repository, wanted, idAt);
      return new Map([...(await tree.readTexts(wanted.filter((path) => !stored.has(path)))), ...stored]);
    },
    listLinks: async () => [...(await tree.listLinks()), ...links],
    kindOf: (path) => kindBy(leftOut.get(path)) ?? tree.kindOf(path),
  });
}
