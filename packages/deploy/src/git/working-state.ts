import { lstatSync } from "node:fs";
import { lstat } from "node:fs/promises";
import { plainly, readChanges } from "./diff";
import type { Entry } from "./entry";
import { type Listed, type Listing, readListing } from "./listing";
import { encodePath } from "./path-bytes";
import { absolute, type Repository } from "./repository";

/** How the working tree differs from git's index. */
export interface WorkingState {
  /** What the index has, with its mode and id, and what is new; nothing ignored. */
  readonly listing: Listing;
  /** Those of the listing that do not lie there. */
  readonly gone: ReadonlySet<string>;
  /** What differs from the index, with what the index has there. */
  readonly dirty: ReadonlyMap<string, Entry | undefined>;
  /** The paths that may be links: those of the index, and what differs from it. */
  readonly mayBeLinks: readonly string[];
  /** What lies at a path, as git would store it. */
  lying(path: string): Promise<Entry | undefined>;
}

/** A submodule's mode. */
const submodule = "160000 ";

const walk = [
  "ls-files",
  "-z",
  "-v",
  "--stage",
  "--cached",
  "--deleted",
  "--modified",
  "--others",
  "--exclude-standard",
];
/** What git says of a file that is as the index has it: 100644 or 100755. */
const unchanged = "H 100";
const unchangedOther = /^H (?!100)/;

/** One walk over the working tree by one process, however many bases it is compared with. */
export async function readWorkingState(repository: Repository): Promise<WorkingState> {
  const listing = readListing(await repository.git(walk, { prints: "much" }));
  const lying = (path: string) => lyingAt(repository, path);
  const gone = new Set<string>();
  const unusual = listing.notBeginning(unchanged);
  const hasSubmodules = unusual.some(({ about }) => about.startsWith(`H ${submodule}`));
  const dirty = hasSubmodules ? await dirtySubmodules(repository) : new Map<string, Entry | undefined>();
  for (const { about, path } of unusual) {
    if (unchangedOther.test(about)) continue;
    if (about === "?") {
      dirty.set(path.replace(/\/$/, ""), undefined);
      for (const below of behindLink(repository, listing, path)) {
        dirty.set(below.path, entryOf(below));
        gone.add(below.path);
      }
      continue;
    }
    const at = entryOf({ about });
    // `assume-unchanged` (a small letter) and `skip-worktree` (S): git was told not to look, a build takes what lies there.
    if (!/^[a-zS]/.test(about) || (await lying(path)) !== at) dirty.set(path, at);
    if (!(await lies(repository, path, at))) gone.add(path);
  }
  const mayBeLinks = unusual.filter(({ about }) => !about.startsWith(`H ${submodule}`)).map(({ path }) => path);
  return { listing, gone, dirty, mayBeLinks, lying };
}

/** `<tag> <mode> <id> <stage>`: what the index has; of a merge that is not done, nothing. */
function entryOf({ about }: Pick<Listed, "about">): Entry | undefined {
  const [, mode = "", id = "", stage] = about.split(" ");
  return stage === "0" ? `${mode} ${id}` : undefined;
}

/** The commit of a submodule is in the index; that it has changes of its own, only a look into it tells. */
async function dirtySubmodules(repository: Repository): Promise<Map<string, Entry | undefined>> {
  const dirty = readChanges(await repository.git(["diff-files", ...plainly]));
  return new Map([...dirty].filter(([, at]) => at?.startsWith(submodule)));
}

/** Where a link took a folder's place, git finds the folder's files through it, as if they still lay there. */
function behindLink(repository: Repository, listing: Listing, path: string): Listed[] {
  if (!lstatSync(absolute(repository, path), { throwIfNoEntry: false })?.isSymbolicLink()) return [];
  return listing.all().filter((other) => other.path.startsWith(`${path}/`));
}

/** A folder in a file's place is not the file. */
async function lies(repository: Repository, path: string, at: Entry | undefined): Promise<boolean> {
  const found = await lstat(absolute(repository, path)).catch(() => undefined);
  return found !== undefined && (!found.isDirectory() || at?.startsWith(submodule) === true);
}

async function lyingAt(repository: Repository, path: string): Promise<Entry | undefined> {
  const found = await lstat(absolute(repository, path)).catch(() => undefined);
  if (!found) return undefined;
  // A link, a submodule, or a name that can't be an argument: that it differs is the safe answer.
  if (!found.isFile() || !encodePath(path).equals(Buffer.from(path))) return "other";
  const id = await repository.git(["hash-object", "--", path]);
  return `${found.mode & 0o100 ? "100755" : "100644"} ${id.toString().trim()}`;
}
