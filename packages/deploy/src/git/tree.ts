import { constants, lstatSync, readFileSync, readlinkSync } from "node:fs";
import { DeployError } from "../error";
import { type Listed, readListing } from "./listing";
import { absolute, type Repository } from "./repository";
import { readWorkingState, type WorkingState } from "./working-state";

/** Neither is a link followed nor a pipe waited for. Node.js takes numbers here too, of which its types know nothing. */
const noLink = (constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK) as unknown as string;

/** A link's mode. */
export const link = "120000 ";

/** What lies at a path: a link is not followed, and git shows nothing of what is in a submodule. */
type Kind = "file" | "link" | "submodule";

/** Files as they are at a commit or in the working tree, read when asked. */
export interface Tree {
  /** Where the folder lies in the repository: empty, or ending with "/". */
  readonly prefix: string;
  /** Sorted; relative to the repository's folder. A submodule is one path. */
  readonly paths: readonly string[];
  /** Those of the paths that end so: cheaper than looking at all of them. */
  endingWith(suffix: string): readonly string[];
  /** Reads at once what will be asked for: there, where each reading takes a process. */
  readonly prefetch?: (paths: readonly string[]) => Promise<unknown>;
  /** The texts of those of the paths that are files here, in the order asked for. */
  readTexts(paths: readonly string[]): Promise<Map<string, string>>;
  /** The paths that are links. */
  listLinks(): Promise<readonly string[]>;
  /** Nothing for what is none of the paths, as a folder. */
  kindOf(path: string): Kind | undefined;
}

/** The tree of a commit, from git's own store: nothing is checked out. */
export async function commitTree(repository: Repository, commit: string): Promise<Tree> {
  const listing = readListing(await repository.git(["ls-tree", "-r", "-z", commit], { prints: "much" }));
  const idAt = (path: string) => {
    const listed = listing.find(path);
    // Of a submodule's commit this repository has nothing.
    return listed && kindBy(listed.about) !== "submodule" ? idOf(listed.about, 2) : undefined;
  };
  return lazyTree({
    prefetches: true,
    prefix: repository.prefix,
    list: () => pathsOf(listing.all()),
    endingWith: (suffix) => pathsOf(listing.endingWith(suffix)),
    readTexts: (paths) => readBlobs(repository, paths, idAt),
    listLinks: () => Promise.resolve(pathsOf(listing.beginning(link))),
    kindOf: (path) => kindBy(listing.find(path)?.about),
  });
}

/** What is on disk: committed, changed and new files; not what git ignores, not what was deleted. */
export async function workingTree(repository: Repository, state?: WorkingState): Promise<Tree> {
  const { listing, gone, mayBeLinks } = state ?? (await readWorkingState(repository));
  const lying = (listed: readonly Listed[]) => pathsOf(listed).filter((path) => !gone.has(path));
  return lazyTree({
    prefix: repository.prefix,
    list: () => lying(listing.all()),
    endingWith: (suffix) => lying(listing.endingWith(suffix)),
    readTexts(wanted) {
      const texts = new Map<string, string>();
      for (const path of wanted) {
        // First the disk: what does not lie there needs no search among all that git lists.
        const text = readText(absolute(repository, path));
        if (text !== undefined && listing.find(path) && !gone.has(path)) texts.set(path, text);
      }
      return Promise.resolve(texts);
    },
    listLinks: () =>
      Promise.resolve([...new Set(mayBeLinks)].filter((path) => kindAt(absolute(repository, path)) === "link")),
    kindOf: (path) => (listing.find(path) && !gone.has(path) ? kindAt(absolute(repository, path)) : undefined),
  });
}

interface Lazy extends Omit<Tree, "paths" | "prefetch"> {
  readonly list: () => readonly string[];
  readonly prefetches?: boolean;
}

/** The same path may be listed twice: as what it is, and as changed. What was read once is not read again. */
export function lazyTree({ list, prefetches = false, ...tree }: Lazy): Tree {
  const sorted = (paths: readonly string[]) => [...new Set(paths)].sort();
  let paths: readonly string[] | undefined;
  const known = new Map<string, string | undefined>();
  const readTexts = async (wanted: readonly string[]) => {
    const news = wanted.filter((path) => !known.has(path));
    const read = news.length > 0 ? await tree.readTexts(news) : known;
    for (const path of news) known.set(path, read.get(path));
    return new Map(
      wanted.flatMap((path): [string, string][] => (known.get(path) === undefined ? [] : [[path, known.get(path)!]])),
    );
  };
  return {
    ...tree,
    get paths() {
      return (paths ??= sorted(list()));
    },
    endingWith: (suffix) => sorted(tree.endingWith(suffix)),
    readTexts,
    ...(prefetches ? { prefetch: readTexts } : {}),
  };
}

/** Without the slash at the end of a repository in the repository. */
function pathsOf(listed: readonly Listed[]): string[] {
  return listed.map(({ path }) => (path.endsWith("/") ? path.slice(0, -1) : path));
}

/** A blob's id among the words of an entry. */
export function idOf(entry: string, word: number): string {
  return entry.split(" ")[word] ?? "";
}

/** By the mode that an entry begins with. */
export function kindBy(entry: string | undefined): Kind | undefined {
  if (entry === undefined) return undefined;
  return entry.startsWith(link) ? "link" : entry.startsWith("160000") ? "submodule" : "file";
}

function kindAt(at: Buffer): Kind | undefined {
  const found = lstatSync(at, { throwIfNoEntry: false });
  return found && (found.isSymbolicLink() ? "link" : found.isDirectory() ? "submodule" : "file");
}

/** As git has it: a link's text is its target. Nothing where a folder lies (a submodule), or nothing. */
function readText(at: Buffer): string | undefined {
  try {
    return readFileSync(at, { encoding: "utf8", flag: noLink });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ELOOP") return readlinkSync(at, "utf8");
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw error;
  }
}

export async function readBlobs(
  repository: Repository,
  paths: readonly string[],
  idAt: (path: string) => string | undefined,
): Promise<Map<string, string>> {
  const known = paths.filter((path) => idAt(path) !== undefined);
  if (known.length === 0) return new Map();
  const input = known.map((path) => `${idAt(path)}\n`).join("");
  return readBatch(await repository.git(["cat-file", "--batch", "--buffer"], { input, prints: "much" }), known);
}

/** `<id> SP <type> SP <size> LF <contents> LF`, once for each id that was asked for, in order. */
function readBatch(output: Buffer, paths: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  let at = 0;
  for (const path of paths) {
    const end = output.indexOf(10, at);
    const [id, type, size] = output.subarray(at, end).toString().split(" ");
    at = end + 1;
    if (size === undefined) throw new DeployError("git-failed", `git cat-file can't read ${path} (${id} is ${type})`);
    texts.set(path, output.subarray(at, at + Number(size)).toString());
    at += Number(size) + 1;
  }
  return texts;
}
