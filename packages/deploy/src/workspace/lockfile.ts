import { DeployError } from "../error";
import { isRecord, isText } from "../is-record";
import { divideDocuments } from "./documents";
import { divideLockfile, type Section } from "./lockfile-blocks";
import { eachOnce } from "./once";
import { reachability } from "./reach";
import { asRecord } from "./records";
import { parseYaml } from "./yaml";

/** A dependency's name → what is asked for, and what it resolved to. */
type Resolved = Record<string, { readonly specifier: string; readonly version: string }>;
type Versions = Record<string, string>;
type Importer = Partial<Record<"dependencies" | "devDependencies" | "optionalDependencies", Resolved>>;
type Snapshot = Partial<Record<"dependencies" | "optionalDependencies", Versions>>;

/** pnpm's lockfile, version 9 (pnpm 9 to 12): https://github.com/pnpm/spec/blob/master/lockfile/9.0.md */
export interface Lockfile {
  readonly [other: string]: unknown;
  /** What stands in front of it: what pnpm itself and the settings' `configDependencies` resolve to. */
  readonly environment?: unknown;
  readonly catalogs?: Record<string, Resolved>;
  readonly overrides?: Versions;
  readonly patchedDependencies?: Record<string, unknown>;
  readonly importers: Record<string, Importer>;
  readonly packages: Record<string, object>;
  readonly snapshots: Record<string, Snapshot>;
}

export function parseLockfile(text: string, source: string): Lockfile {
  const { environment, lockfile } = divideDocuments(text);
  if (environment === undefined) return parseOne(text, source);
  return {
    ...parseOne(lockfile, `the second document of ${source}`),
    environment: readYaml(environment, `the first document of ${source}`),
  };
}

function parseOne(text: string, source: string): Lockfile {
  return parseDivided(text) ?? parseWhole(text, source);
}

/** The same, for a lockfile in the form that pnpm gives it; whatever is not is the whole file's to say. */
export function parseDivided(text: string): Lockfile | undefined {
  const divided = divideLockfile(text, (section, entry) => parts[section](entry));
  if (!divided) return undefined;
  const { head, ...sections } = divided;
  try {
    const said = asRecord(parseYaml(head));
    const isHead = !wrongPart(said) && Object.keys(sections).every((section) => !(section in said));
    return isHead ? ({ ...said, ...sections } as Lockfile) : undefined;
  } catch {
    return undefined;
  }
}

type Is = (value: unknown) => boolean;

const recordOf = (is: Is) => (value: unknown) => isRecord(value) && Object.values(value).every(is);
/** An entry with these lists, where it has them. */
const entryOf = (lists: readonly string[], is: Is) => (value: unknown) =>
  isRecord(value) && lists.every((list) => value[list] === undefined || recordOf(is)(value[list]));
const isResolved: Is = (value) => isRecord(value) && isText(value["specifier"]) && isText(value["version"]);

/** What an entry of each part is. By hand: there are thousands of them. */
const parts: Readonly<Record<Section | "catalogs" | "overrides" | "patchedDependencies", Is>> = {
  catalogs: recordOf(isResolved),
  overrides: isText,
  patchedDependencies: () => true,
  importers: entryOf(["dependencies", "devDependencies", "optionalDependencies"], isResolved),
  packages: isRecord,
  snapshots: entryOf(["dependencies", "optionalDependencies"], isText),
};

/** The first place that is not as pnpm writes it. */
function wrongPart(said: Record<string, unknown>): string | undefined {
  const { lockfileVersion } = said;
  if (lockfileVersion !== "9.0") return `lockfileVersion: want 9.0, got ${JSON.stringify(lockfileVersion)}`;
  for (const [name, isEntry] of Object.entries(parts)) {
    const part = said[name] === undefined ? {} : said[name];
    if (!isRecord(part)) return `${name}: want entries by name`;
    const wrong = Object.keys(part).find((key) => !isEntry(part[key]));
    if (wrong !== undefined) return `${name}.${wrong}: is not as pnpm writes it`;
  }
  return undefined;
}

export function parseWhole(text: string, source: string): Lockfile {
  const said = readYaml(text, source);
  const wrong = isRecord(said) ? wrongPart(said) : "the whole file: want fields by name";
  if (wrong) throw unreadable(`${source}: ${wrong}`);
  return { importers: {}, packages: {}, snapshots: {}, ...(said as Partial<Lockfile>) };
}

/** The snapshots that the importers (folders) need, through every dependency and peer. Sorted. */
export function resolvedClosure(
  { importers, snapshots }: Pick<Lockfile, "importers" | "snapshots">,
  folders: readonly string[],
): readonly string[] {
  return resolutionOf(snapshots)(folders.map((folder) => importerReferences(importers[folder] ?? {}))).nodes;
}

const resolutionOf = eachOnce((snapshots: Lockfile["snapshots"]) =>
  reachability({
    nodes: Object.keys(snapshots).sort(),
    edges: (key) => snapshotReferences(snapshots[key] ?? {}),
    unknown: (key) => unreadable(`pnpm-lock.yaml: no snapshot of ${key}, which something depends on`),
  }),
);

/** The entry of `packages` that a snapshot instantiates: its key without peers and patch (`a@1.0.0(b@2.0.0)`). */
export function packageKey(snapshotKey: string): string {
  let end = snapshotKey.length;
  for (let depth = 0; end > 0 && (depth > 0 || snapshotKey[end - 1] === ")"); end--) {
    if (snapshotKey[end - 1] === ")") depth++;
    if (snapshotKey[end - 1] === "(") depth--;
    if (depth === 0 && snapshotKey[end - 2] !== ")") return snapshotKey.slice(0, end - 1);
  }
  return snapshotKey;
}

/** The package's own name in a key or a selector: `@scope/a` of `@scope/a@1.0.0(b@2.0.0)`. */
export function packageName(key: string): string {
  const end = key.indexOf("@", 1);
  return end < 0 ? key : key.slice(0, end);
}

/** Whatever an importer or a snapshot depends on; the latter has no `devDependencies`. */
export function allOf<Of>(entry: Partial<Record<keyof Importer, Record<string, Of>>>): Record<string, Of> {
  return { ...entry.devDependencies, ...entry.optionalDependencies, ...entry.dependencies };
}

const importerReferences = eachOnce((entry: Importer) =>
  references(Object.entries(allOf(entry)).map(([name, { version }]) => [name, version])),
);

const snapshotReferences = eachOnce((entry: Snapshot) => references(Object.entries(allOf(entry))));

/** `name: version` → the snapshot's key. A version that names its package itself is an alias; `link:` is no snapshot. */
function references(versions: readonly (readonly [name: string, version: string])[]): string[] {
  return versions
    .filter(([, version]) => !version.startsWith("link:"))
    .map(([name, version]) => (namesItself(version) ? version : `${name}@${version}`));
}

function namesItself(version: string): boolean {
  if (version.startsWith("@")) return true;
  const at = version.indexOf("@");
  const before = (mark: string) => !version.includes(mark) || at < version.indexOf(mark);
  return at >= 0 && before(":") && before("(");
}

function readYaml(text: string, source: string): unknown {
  try {
    return parseYaml(text);
  } catch (cause) {
    throw unreadable(`${source} is not YAML: ${(cause as Error).message}`, cause);
  }
}

function unreadable(message: string, cause?: unknown): DeployError {
  return new DeployError(
    "lockfile-unreadable",
    message,
    "Run `pnpm install` with pnpm 9 or later and commit the lockfile.",
    {
      cause,
    },
  );
}

/**
 * Does it look like a lockfile that can be read? A glance, for a lockfile that is the same in two states: whoever
 * asks what it says reads it whole.
 */
export function looksReadable(text: string): boolean {
  const { lockfile } = divideDocuments(text);
  return /^lockfileVersion: ['"]?9\.0['"]?\s*$/m.test(lockfile) && !text.includes("\n<<<<<<<");
}
