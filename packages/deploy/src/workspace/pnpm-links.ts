import { posix } from "node:path";
import { type Lockfile, resolvedClosure } from "./lockfile";
import type { LockfileLinks } from "./links";

/**
 * Where pnpm's lockfile leads in the repository, which package.json need not say: by a catalog, `packageExtensions` or
 * .pnpmfile.cjs. It is asked on every run, so that it is read whole (`parse`) only where its form is not pnpm's own, or
 * a package of the registry leads back here.
 */
export function pnpmLinks(text: string, parse: () => Lockfile): LockfileLinks {
  const scanned = leadsBack(text) ? undefined : scanImporters(text);
  if (scanned) return linksOf((folder) => scanned.get(folder) ?? [], JSON.stringify([...scanned]));
  const lockfile = parse();
  return linksOf((folder) => readLinks(lockfile, folder), text);
}

function linksOf(from: LockfileLinks["from"], key: string): LockfileLinks {
  return { from, named: () => [], isElsewhere: () => true, key };
}

/** Is there a snapshot that needs something of the repository? Peers aside, that is rare. */
function leadsBack(text: string): boolean {
  const from = text.indexOf("\nsnapshots:");
  return from >= 0 && (text.includes(": link:", from) || text.includes(": file:", from));
}

const start = "\nimporters:\n";
const version = "        version: ";

/** Importer → where it leads, out of the lines that pnpm writes; `undefined` where a line may say so in other words. */
function scanImporters(text: string): Map<string, readonly string[]> | undefined {
  const at = text.indexOf(start);
  if (at < 0) return isPossible(text) ? undefined : new Map();
  const end = text.indexOf("\npackages:\n", at);
  const found = new Map<string, string[]>();
  let folder = "";
  let tools = false;
  for (const line of text.slice(at + start.length, end < 0 ? undefined : end).split("\n")) {
    const isLink = isPossible(line);
    if (line.startsWith(version)) {
      if (!isLink) continue;
      const path = pathOf(line.slice(version.length), folder);
      if (path === undefined) return undefined;
      if (folder !== "." || !tools) found.set(folder, [...(found.get(folder) ?? []), path]);
    } else if (line.startsWith("      ")) {
      if (isLink && !line.startsWith("        specifier: ")) return undefined;
    } else if (isLink) return undefined;
    else if (line.startsWith("    ")) tools = line === "    devDependencies:";
    else if (line.startsWith("  ")) {
      const [, quoted, plain] = /^ {2}(?:'([^']+)'|([^\s'"].*)):(?: \{\})?$/.exec(line) ?? [];
      const name = quoted ?? plain;
      if (name === undefined) return undefined;
      folder = name;
    }
  }
  return found;
}

function isPossible(text: string): boolean {
  return text.includes("link:") || text.includes("file:");
}

/** `link:` is told from the importer, `file:` from the root; a copy's peers stand behind it in parentheses. */
function pathOf(version: string, folder: string): string | undefined {
  const [, protocol, rest] = /^(?:[^'"]*@)?(link|file):([^'"()]*)(?:\(.*)?$/.exec(version) ?? [];
  return rest === undefined ? undefined : posix.join(protocol === "link" ? folder : ".", rest);
}

function readLinks({ importers, snapshots }: Lockfile, folder: string): string[] {
  const { dependencies, optionalDependencies, devDependencies } = importers[folder] ?? {};
  const own = { ...(folder === "." ? {} : devDependencies), ...optionalDependencies, ...dependencies };
  const reached = resolvedClosure({ importers: { [folder]: { dependencies: own } }, snapshots }, [folder]);
  const ofSnapshots = reached.flatMap((key) => {
    const snapshot = snapshots[key];
    return Object.values({ ...snapshot?.dependencies, ...snapshot?.optionalDependencies });
  });
  return [
    ...Object.values(own).map(({ version }) => pathOf(version, folder)),
    ...ofSnapshots.map((version) => pathOf(version, ".")),
  ].filter((path) => path !== undefined);
}
