import { posix } from "node:path";
import { divideDocuments } from "./documents";
import { allOf, type Lockfile, resolvedClosure } from "./lockfile";
import { eachText } from "./once";
import { lockfileOf, orThrow } from "./pnpm-lockfile";
import type { LockfileLinks } from "./links";

/**
 * Where pnpm's lockfile leads in the repository, which package.json need not say: by a catalog, `packageExtensions` or
 * .pnpmfile.cjs. It is asked on every run, so that it is read whole only where its form is not pnpm's own, or
 * a package of the registry leads back here.
 */
export const pnpmLinks = eachText((said): LockfileLinks => {
  const text = divideDocuments(said).lockfile;
  const scanned = leadsBack(text) ? undefined : scanImporters(text);
  if (scanned) return linksOf((folder) => scanned.get(folder) ?? [], JSON.stringify([...scanned]));
  const lockfile = orThrow(lockfileOf(said));
  return linksOf((folder) => readLinks(lockfile, folder), text);
});

function linksOf(from: LockfileLinks["from"], key: string): LockfileLinks {
  return { from, named: () => [], isElsewhere: () => true, key };
}

/** Is there a snapshot that needs something of the repository? Peers aside, that is rare. */
function leadsBack(text: string): boolean {
  const from = text.indexOf("\nsnapshots:");
  return from >= 0 && (text.includes(": link:", from) || text.includes(": file:", from));
}

const start = "\nimporters:\n";
const lead = /(?:link|file):/g;
const importer = /^\n {2}(?:'([^'\n]+)'|([^\s'"].*)):(?: \{\})?\n/;
const devDependencies = /\n {4}devDependencies:(?:\n {5}.*)*/;

/** Importer → where it leads, out of the lines that pnpm writes; `undefined` where a line may say so in other words. */
function scanImporters(text: string): Map<string, readonly string[]> | undefined {
  const at = text.indexOf(start);
  if (at < 0) return text.search(lead) < 0 ? new Map() : undefined;
  const end = text.indexOf("\npackages:\n", at);
  const section = `${text.slice(at + start.length - 1, end < 0 ? undefined : end)}\n\n`;
  const found = new Map<string, readonly string[]>();
  let to = 0;
  for (const { index } of section.matchAll(lead)) {
    if (index < to) continue;
    // An empty line stands before and behind each importer.
    const from = section.lastIndexOf("\n\n", index) + 1;
    to = section.indexOf("\n\n", index) + 1;
    const scanned = from > 0 && scanImporter(section.slice(from, to));
    if (!scanned) return undefined;
    found.set(...scanned);
  }
  return found;
}

function scanImporter(block: string): [folder: string, paths: readonly string[]] | undefined {
  const [head, quoted, plain] = importer.exec(block) ?? [];
  const folder = quoted ?? plain;
  if (head === undefined || folder === undefined) return undefined;
  const all = block.slice(head.length - 1);
  const body = folder === "." ? all.replace(devDependencies, "") : all;
  // Another importer, or a section, without an empty line before it.
  if (/\n {0,2}\S/.test(body)) return undefined;
  const paths: string[] = [];
  for (const { index } of body.matchAll(lead)) {
    const line = body.slice(body.lastIndexOf("\n", index) + 1, body.indexOf("\n", index));
    if (line.startsWith("        specifier: ")) continue;
    const path = line.startsWith(version) ? pathOf(line.slice(version.length), folder) : undefined;
    if (path === undefined) return undefined;
    paths.push(path);
  }
  return [folder, paths];
}

const version = "        version: ";

/** `link:` is told from the importer, `file:` from the root; a copy's peers stand behind it in parentheses. */
function pathOf(version: string, folder: string): string | undefined {
  const [, protocol, rest] = /^(?:[^'"]*@)?(link|file):([^'"()]*)(?:\(.*)?$/.exec(version) ?? [];
  return rest === undefined ? undefined : join(protocol === "link" ? folder : ".", rest);
}

/** As posix.join, which looks at each character: most links lead to a neighbour. */
function join(folder: string, path: string): string {
  const near = folder.includes("/") && /^\.\.((?:\/[^./][^/]*)+)$/.exec(path)?.[1];
  return near ? folder.slice(0, folder.lastIndexOf("/")) + near : posix.join(folder, path);
}

function readLinks({ importers, snapshots }: Lockfile, folder: string): string[] {
  const entry = importers[folder] ?? {};
  const own = allOf(folder === "." ? { ...entry, devDependencies: {} } : entry);
  const reached = resolvedClosure({ importers: { [folder]: { dependencies: own } }, snapshots }, [folder]);
  const ofSnapshots = reached.flatMap((key) => Object.values(allOf(snapshots[key] ?? {})));
  return [
    ...Object.values(own).map(({ version }) => pathOf(version, folder)),
    ...ofSnapshots.map((version) => pathOf(version, ".")),
  ].filter((path) => path !== undefined);
}
