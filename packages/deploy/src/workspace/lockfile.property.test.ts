import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { dump } from "js-yaml";
import { joinDocuments } from "./documents";
import { parseDivided, parseLockfile, parseWhole } from "./lockfile";
import { pnpmLinks } from "./pnpm-links";

const name = fc.oneof(
  fc.stringMatching(/^(@[a-z]{1,3}\/)?[a-z]{1,4}$/),
  fc.constantFrom("true", "null", "7zip", "1e5", "a b", "constructor", "x:y"),
);
const version = fc.oneof(
  fc.stringMatching(/^[~^]?\d\.\d\.\d(\([a-z]@\d\.\d\.\d\))?$/),
  fc.constantFrom(
    "link:../a",
    "workspace:*",
    "npm:a@1",
    "1.0",
    "1e5",
    "0x1",
    "~",
    "true",
    "NaN",
    "^1 || ^2",
    "a: b",
    "a #b",
  ),
);
const strings = fc.dictionary(name, version, { maxKeys: 3 });
const resolved = fc.dictionary(name, fc.record({ specifier: version, version }), { maxKeys: 3 });
const some = <T>(values: fc.Arbitrary<T>, list: string) => fc.dictionary(fc.constantFrom(list, "other"), values);
const registered = fc.record(
  {
    resolution: fc.record({ integrity: fc.base64String().map((hash) => `sha512-${hash}`) }),
    engines: strings,
    hasBin: fc.boolean(),
    deprecated: fc.constantFrom("no more", "see: there", "two\n\nlines", "", "- a", "# b"),
    cpu: fc.array(name, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const lockfiles = fc.record({
  lockfileVersion: fc.constantFrom("9.0", "9.0", "9.0", "6.0"),
  settings: fc.record({ autoInstallPeers: fc.boolean() }),
  importers: fc.dictionary(name, some(resolved, "dependencies"), { minKeys: 1, maxKeys: 4 }),
  packages: fc.dictionary(name, registered, { minKeys: 1, maxKeys: 4 }),
  snapshots: fc.dictionary(name, some(strings, "dependencies"), { minKeys: 1, maxKeys: 4 }),
});

const packages = fc.constantFrom("a", "a/b", "c", ".");
const linked = fc.record({
  lockfileVersion: fc.constant("9.0"),
  importers: fc.dictionary(
    packages,
    some(
      fc.dictionary(name, fc.record({ specifier: version, version: fc.constantFrom("link:../a", "file:c") })),
      "dependencies",
    ),
    { minKeys: 1 },
  ),
  packages: fc.constant({ "a@1.0.0": {} }),
  snapshots: fc.constant({ "a@1.0.0": {} }),
});

/** As pnpm writes it: an empty line around each entry of a section, and integrities in braces. */
function write(lockfile: object): string {
  return dump(lockfile, { lineWidth: -1, noCompatMode: true })
    .replace(/^ {2}(?=\S)/gm, "\n  ")
    .replace(/^(?=[a-z]\w+:$)/gm, "\n")
    .replace(/ {4}resolution:\n {6}integrity: (sha512-.+)/g, "    resolution: {integrity: $1}");
}

/** What a merge, a hand or another tool does to a file: a line that is gone, doubled, indented, or something else. */
const damage = fc.record({
  at: fc.nat(),
  how: fc.constantFrom<(line: string) => string[]>(
    () => [],
    (line) => [line, line],
    (line) => [`  ${line}`],
    (line) => [line.slice(1)],
    (line) => [line, "# why"],
    (line) => [`${line} x`],
    (line) => [line, "<<<<<<< ours"],
    (line) => [line.replace(":", ": &a")],
    (line) => [line, ""],
  ),
});

test("a lockfile that is read entry by entry says what the whole file says, damaged or not", () => {
  let divided = 0;
  let undamaged = 0;
  fc.assert(
    fc.property(lockfiles, fc.array(damage, { maxLength: 2 }), (lockfile, damages) => {
      const lines = write(lockfile).split("\n");
      for (const { at, how } of damages) lines.splice(at % lines.length, 1, ...how(lines[at % lines.length]!));
      const text = lines.join("\n");
      const found = parseDivided(text);
      if (damages.length === 0 && lockfile.lockfileVersion === "9.0") undamaged++;
      if (!found) return;
      divided++;
      expect(found).toEqual(parseWhole(text, "pnpm-lock.yaml"));
    }),
    { numRuns: 1_000 },
  );
  // Or nothing would have been compared.
  expect(divided).toBeGreaterThan(undamaged / 2);
  expect(undamaged).toBeGreaterThan(100);
});

/** What it finds, or why it finds nothing, whichever document that is said of. */
function attempt<T>(find: () => T): { readonly found?: T; readonly why?: string } {
  try {
    return { found: find() };
  } catch (error) {
    return { why: (error as Error).message.replace("the second document of ", "") };
  }
}

test("a lockfile says the same behind pnpm's own, whatever that one says, damaged or not", () => {
  let readable = 0;
  fc.assert(
    fc.property(lockfiles, lockfiles, fc.array(damage, { maxLength: 1 }), (own, lockfile, damages) => {
      const lines = write(lockfile).split("\n");
      for (const { at, how } of damages) lines.splice(at % lines.length, 1, ...how(lines[at % lines.length]!));
      const text = lines.join("\n");
      const both = joinDocuments({ environment: write(own), lockfile: text });
      const alone = attempt(() => parseLockfile(text, "pnpm-lock.yaml"));
      const wanted = alone.found ? { found: { ...alone.found, environment: own } } : alone;
      expect(attempt(() => parseLockfile(both, "pnpm-lock.yaml"))).toEqual(wanted);
      if (alone.found) readable++;
    }),
    { numRuns: 200 },
  );
  expect(readable).toBeGreaterThan(50);
});

test("a lockfile leads to the same folders behind pnpm's own, whatever that one links", () => {
  let leads = 0;
  fc.assert(
    fc.property(linked, linked, (own, lockfile) => {
      const text = write(lockfile);
      const both = joinDocuments({ environment: write(own), lockfile: text });
      const of = (said: string) => pnpmLinks(said);
      for (const folder of ["a", "a/b", "c", "."]) {
        const found = of(text).from(folder);
        expect(of(both).from(folder)).toEqual(found);
        leads += found.length;
      }
      expect(of(both).key).toBe(of(text).key);
    }),
    { numRuns: 100 },
  );
  expect(leads).toBeGreaterThan(20);
});
