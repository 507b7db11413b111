import { isUtf8 } from "node:buffer";
import { decodePaths } from "./path-bytes";

/** A path, and what git says of it: a new file has no more than `?`. */
export interface Listed {
  readonly about: string;
  readonly path: string;
}

/** What git lists with `-z`, kept as one text and searched: of a large repository's paths, hardly one is asked for. */
export interface Listing {
  /** Every record, in git's order. */
  all(): readonly Listed[];
  /** Those whose path ends so. */
  endingWith(suffix: string): Listed[];
  /** Those of which git says what begins so. */
  beginning(start: string): Listed[];
  /** Those of which git says something else. */
  notBeginning(start: string): Listed[];
  find(path: string): Listed | undefined;
}

/** From here on it is cheaper to know every record. */
const manySearches = 40;

/** A tab stands between the words about a path and the path. */
export function readListing(output: Buffer): Listing {
  const text = isUtf8(output)
    ? output.toString()
    : decodePaths(output)
        .map((record) => `${record}\0`)
        .join("");
  const known = new Map<string, Listed>();
  let whole: Listed[] | undefined;
  let searches = 0;
  const read = (record: string): Listed => {
    const end = record.startsWith("? ") ? 1 : record.indexOf("\t");
    const listed = { about: record.slice(0, end), path: record.slice(end + 1) };
    known.set(listed.path, listed);
    return listed;
  };
  const all = () => (whole ??= text.split("\0").slice(0, -1).map(read));
  /** Each record that ends so. */
  const search = (suffix: string) => {
    const found: Listed[] = [];
    const end = `${suffix}\0`;
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1))
      found.push(read(text.slice(at === 0 ? 0 : text.lastIndexOf("\0", at - 1) + 1, at + suffix.length)));
    return found;
  };
  const matching = (about: string) =>
    [...text.matchAll(new RegExp(`(?:^|\0)${about}([^\0]+)`, "g"))].map(([, record = ""]) => read(record));
  // What is new comes first, and is found by no tab.
  for (let at = 0; text.startsWith("? ", at); at = text.indexOf("\0", at) + 1)
    read(text.slice(at, text.indexOf("\0", at)));
  return {
    all,
    endingWith: (suffix) => search(suffix).filter(({ path }) => path.endsWith(suffix)),
    beginning: (start) => matching(`(?=${start})`),
    notBeginning: (start) => matching(`(?!${start})`),
    find(path) {
      if (!known.has(path) && !whole) {
        if (++searches > manySearches) all();
        else search(`\t${path}`);
      }
      return known.get(path);
    },
  };
}
