import { isRecord } from "../is-record";
import { eachText } from "./once";
import { parseYaml } from "./yaml";

/** What pnpm writes last, and what nearly all of a lockfile is: entries with an empty line after each. */
const sections = ["importers", "packages", "snapshots"] as const;
export type Section = (typeof sections)[number];

type Entries = Readonly<Record<string, unknown>>;

/** A lockfile whose sections were read entry by entry. */
export interface Divided extends Readonly<Record<Section, Entries>> {
  /** What stands before the sections. */
  readonly head: string;
}

/**
 * The sections of a lockfile in the form that pnpm gives them: much faster than YAML in general, and an entry that the
 * lockfile before this one had word for word is that one's object. `undefined` where the form is another one, or is
 * not certain to say the same to a YAML parser; each entry has to satisfy `isEntry`, too.
 */
export function divideLockfile(
  text: string,
  isEntry: (section: Section, entry: unknown) => boolean,
): Divided | undefined {
  const parts = text.split(/^(importers|packages|snapshots):\n/m);
  const [head = "", ...rest] = parts;
  if (rest.length !== 2 * sections.length || sections.some((section, at) => rest[2 * at] !== section)) return undefined;
  const known = new Map<Section, Map<string, Entries>>();
  const readLine = eachText(parseLine);
  const read = (section: Section, at: number) => {
    const entries: Record<string, unknown> = {};
    const blocks = new Map<string, Entries>();
    known.set(section, blocks);
    for (const block of (rest[2 * at + 1] ?? "").trimEnd().split("\n\n")) {
      const text = block.startsWith("\n") ? block.slice(1) : block;
      const before = lately.get(section)?.get(text);
      const found = before ?? parseBlock(text, readLine);
      if (!found) return undefined;
      if (!before && !Object.values(found).every((entry) => isEntry(section, entry))) return undefined;
      blocks.set(text, found);
      for (const [name, entry] of Object.entries(found)) {
        if (name in entries) return undefined;
        entries[name] = entry;
      }
    }
    return entries;
  };
  const [importers, packages, snapshots] = sections.map(read);
  if (!importers || !packages || !snapshots) return undefined;
  lately = known;
  return { head, importers, packages, snapshots };
}

/** The entries of the lockfile that was read last, by their text. */
let lately: ReadonlyMap<Section, ReadonlyMap<string, Entries>> = new Map();

/** Entries, indented by two. One that is left to the YAML parser must be whole: nothing of it is in the next block. */
function parseBlock(block: string, readLine: ReadLine): Entries | undefined {
  if (!/^ {2}[^\s#]/.test(block) || /^\S/m.test(block)) return undefined;
  return parsePlain(block, readLine) ?? parseOther(block);
}

function parseOther(block: string): Entries | undefined {
  try {
    const parsed = parseYaml(block);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const word = "(?:[^\\s#,:{}[\\]'\"]|:(?=\\S))";
/** A version, a range, a path, a hash: nothing that could be a number, a truth or nothing. */
const plainText = new RegExp(`^(?:[A-Za-z^]${word}*|~\\d${word}*|\\d+\\.\\d+\\.\\d+${word}*)(?: ${word}+)*$`);
const otherwise = /^(?:true|false|null)$/i;
const line = /^( +)(?:'([^'\n]+)'|([A-Za-z@][\w@./+()=-]*|\d[\w.+-]*[@/][\w@./+()=-]*)):(?: (.+))?$/;

/** Names, and texts that no YAML parser takes for anything else, in maps of maps. */
function parsePlain(block: string, readLine: ReadLine): Entries | undefined {
  const root: Record<string, unknown> = {};
  const open = [root];
  let wantsMore = false;
  for (const text of block.split("\n")) {
    const { depth, name, value } = readLine(text);
    const into = open[depth];
    // In no map, or not in the one that has to come; told twice, or what every object has.
    if (!into || (wantsMore && depth !== open.length - 1) || name in into) return undefined;
    wantsMore = value === undefined;
    const said = value ?? {};
    into[name] = said;
    open.length = depth + 1;
    if (wantsMore) open.push(said as Record<string, unknown>);
  }
  return wantsMore ? undefined : root;
}

interface Line {
  /** In how many maps it stands; -1 for what is left to the YAML parser. */
  readonly depth: number;
  readonly name: string;
  /** `undefined` where a map has to come. */
  readonly value: unknown;
}

/** A lockfile repeats most of its lines. */
type ReadLine = (text: string) => Line;

function parseLine(text: string): Line {
  const [, indent = "", quoted, plain = "", said] = line.exec(text) ?? [];
  const name = quoted ?? plain;
  const value = said === undefined ? undefined : parseValue(said);
  // A value that is not plain, or a name that is something else.
  const unsure = (said !== undefined && value === undefined) || otherwise.test(plain);
  return { depth: unsure ? -1 : indent.length / 2 - 1, name, value };
}

function parseValue(value: string): unknown {
  if (value === "{}") return {};
  if (value === "true") return true;
  const quoted = /^'([^']*)'$/.exec(value);
  if (quoted) return quoted[1];
  const integrity = /^\{integrity: (sha512-[\w+/=-]+)\}$/.exec(value);
  if (integrity) return { integrity: integrity[1] };
  return plainText.test(value) && !otherwise.test(value) ? value : undefined;
}
