import { CORE_SCHEMA, load } from "js-yaml";
import { en } from "zod/locales";
import * as z from "zod/mini";
import { DeployError } from "../error";
import { isRecord } from "../is-record";
import { divideLockfile, type Section } from "./lockfile-blocks";
import { eachOnce } from "./once";
import { reachability } from "./reach";
import { asRecord } from "./records";

const resolved = z.record(z.string(), z.object({ specifier: z.string(), version: z.string() }));

const importer = z.looseObject({
  dependencies: z.optional(resolved),
  devDependencies: z.optional(resolved),
  optionalDependencies: z.optional(resolved),
});

const snapshot = z.looseObject({
  dependencies: z.optional(z.record(z.string(), z.string())),
  optionalDependencies: z.optional(z.record(z.string(), z.string())),
});

/** pnpm's lockfile, version 9 (pnpm 9 and 10): https://github.com/pnpm/spec/blob/master/lockfile/9.0.md */
const lockfile = z.looseObject({
  lockfileVersion: z.literal("9.0"),
  catalogs: z.optional(z.record(z.string(), resolved)),
  overrides: z.optional(z.record(z.string(), z.string())),
  patchedDependencies: z.optional(z.record(z.string(), z.unknown())),
  importers: z._default(z.record(z.string(), importer), {}),
  packages: z._default(z.record(z.string(), z.looseObject({})), {}),
  snapshots: z._default(z.record(z.string(), snapshot), {}),
});

export type Lockfile = z.infer<typeof lockfile>;

export function parseLockfile(text: string, source: string): Lockfile {
  return parseDivided(text) ?? parseWhole(text, source);
}

/** The same, for a lockfile in the form that pnpm gives it; whatever is not is the whole file's to say. */
export function parseDivided(text: string): Lockfile | undefined {
  const divided = divideLockfile(text, isEntry);
  if (!divided) return undefined;
  const { head, ...sections } = divided;
  try {
    const said = asRecord(load(head, { schema: CORE_SCHEMA }));
    const { success, data } = lockfile.safeParse(said);
    return success && Object.keys(sections).every((section) => !(section in said))
      ? { ...data, ...(sections as Pick<Lockfile, keyof typeof sections>) }
      : undefined;
  } catch {
    return undefined;
  }
}

const listed = ["dependencies", "devDependencies", "optionalDependencies"] as const;

/** As the schema says it, by hand: there are thousands of them. */
function isEntry(section: Section, entry: unknown): boolean {
  if (!isRecord(entry)) return false;
  if (section === "packages") return true;
  const isReference =
    section === "snapshots"
      ? (reference: unknown) => typeof reference === "string"
      : (reference: unknown) =>
          isRecord(reference) &&
          typeof reference["specifier"] === "string" &&
          typeof reference["version"] === "string" &&
          Object.keys(reference).length === 2;
  return listed.every((list) => {
    const references = entry[list];
    if (references === undefined || (section === "snapshots" && list === "devDependencies")) return true;
    return isRecord(references) && Object.values(references).every(isReference);
  });
}

export function parseWhole(text: string, source: string): Lockfile {
  const result = lockfile.safeParse(parseYaml(text, source), { error: en().localeError });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw unreadable(`${source}: ${issue?.path.join(".") || "the whole file"}: ${issue?.message}`);
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

/** The package's own name in a key: `@scope/a` of `@scope/a@1.0.0(b@2.0.0)`. */
export function packageName(key: string): string {
  return key.slice(0, key.indexOf("@", 1));
}

const importerReferences = eachOnce((entry: z.infer<typeof importer>) => {
  const versions = { ...entry.devDependencies, ...entry.optionalDependencies, ...entry.dependencies };
  return references(Object.fromEntries(Object.entries(versions).map(([name, { version }]) => [name, version])));
});

const snapshotReferences = eachOnce(({ dependencies, optionalDependencies }: z.infer<typeof snapshot>) =>
  references({ ...dependencies, ...optionalDependencies }),
);

/** `name: version` → the snapshot's key. A version that names its package itself is an alias; `link:` is no snapshot. */
function references(versions: Record<string, string>): string[] {
  return Object.entries(versions)
    .filter(([, version]) => !version.startsWith("link:"))
    .map(([name, version]) => (namesItself(version) ? version : `${name}@${version}`));
}

function namesItself(version: string): boolean {
  if (version.startsWith("@")) return true;
  const at = version.indexOf("@");
  const before = (mark: string) => !version.includes(mark) || at < version.indexOf(mark);
  return at >= 0 && before(":") && before("(");
}

// With the parser that pnpm has: for files of this size it is nine times as fast as the other one.
function parseYaml(text: string, source: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch (cause) {
    throw unreadable(`${source} is not YAML: ${(cause as Error).message}`, cause);
  }
}

function unreadable(message: string, cause?: unknown): DeployError {
  return new DeployError(
    "lockfile-unreadable",
    message,
    "Run `pnpm install` with pnpm 9 or 10 and commit the lockfile.",
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
  return /^lockfileVersion: ['"]?9\.0['"]?\s*$/m.test(text) && !text.includes("\n<<<<<<<");
}
