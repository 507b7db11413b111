import { isUtf8 } from "node:buffer";
import { decodePaths, encodePath } from "./path-bytes";

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

/**
 * A tab stands between the words about a path and the path. The order is git's: new files, then by the bytes of the paths;
 * before 2.31 `ls-files` tells what changed or is gone once more behind them.
 */
export function readListing(output: Buffer): Listing {
  const text = isUtf8(output)
    ? output.toString()
    : decodePaths(output)
        .map((record) => `${record}\0`)
        .join("");
  /** The record around a place in the text. */
  const around = (at: number): { readonly from: number; readonly to: number } => ({
    from: at === 0 ? 0 : text.lastIndexOf("\0", at - 1) + 1,
    to: text.indexOf("\0", at),
  });
  const recordAt = (at: number): Listed => {
    const { from, to } = around(at);
    return read(text.slice(from, to));
  };
  const placesOf = (part: string): number[] => {
    const places: number[] = [];
    for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) places.push(at);
    return places;
  };
  const news = new Map<string, Listed>();
  let known = 0;
  for (; text.startsWith("? ", known); known = around(known).to + 1) {
    const listed = recordAt(known);
    news.set(listed.path, listed);
  }
  const isSorted = !/^[RC] /.test(text.slice(around(text.length - 1).from));
  const search = (path: string): Listed | undefined => {
    for (let [low, high] = [known, text.length]; low < high;) {
      const { from, to } = around((low + high) >> 1);
      const listed = read(text.slice(from, to));
      const order = compare(path, listed.path);
      if (order === 0) return listed;
      if (order < 0) high = from;
      else low = to + 1;
    }
    return isSorted ? undefined : placesOf(`\t${path}\0`).map((at) => recordAt(at + 1))[0];
  };
  let whole: Listed[] | undefined;
  return {
    all: () => (whole ??= text.split("\0").slice(0, -1).map(read)),
    endingWith: (suffix) =>
      placesOf(`${suffix}\0`)
        .map(recordAt)
        .filter(({ path }) => path.endsWith(suffix)),
    beginning: (start) => [
      ...(text.startsWith(start) ? [recordAt(0)] : []),
      ...placesOf(`\0${start}`).map((at) => recordAt(at + 1)),
    ],
    notBeginning: (start) =>
      [...text.matchAll(new RegExp(`(?:^|\0)(?!${start})([^\0]+)`, "g"))].map(([, record = ""]) => read(record)),
    find: (path) => news.get(path) ?? search(path),
  };
}

function read(record: string): Listed {
  const end = record.startsWith("? ") ? 1 : record.indexOf("\t");
  return { about: record.slice(0, end), path: record.slice(end + 1) };
}

const beyondAscii = /[^\0-\x7f]/;

/** By bytes, as git does. */
function compare(a: string, b: string): number {
  if (beyondAscii.test(a) || beyondAscii.test(b)) return Buffer.compare(encodePath(a), encodePath(b));
  return a < b ? -1 : Number(a > b);
}
