import { describe, expect, test } from "@jest/globals";
import { environment, lockfile } from "../content/workspace-fixture";
import { looksReadable, packageKey, packageName, parseLockfile, resolvedClosure } from "./lockfile";

describe("the key of `packages` for a snapshot", () => {
  test.each([
    ["a@1.0.0", "a@1.0.0"],
    ["@s/a@1.0.0(p@2.0.0)", "@s/a@1.0.0"],
    ["a@1.0.0(p@2.0.0(q@3.0.0))(r@1.0.0)", "a@1.0.0"],
    ["a@1.0.0(patch_hash=abc)(p@2.0.0)", "a@1.0.0"],
    ["a@file:folder(1)/a(p@2.0.0)", "a@file:folder(1)/a"],
    ["a@https://host/a.tgz", "a@https://host/a.tgz"],
  ])("%s → %s", (snapshot, key) => expect(packageKey(snapshot)).toBe(key));
});

test("a package's name is what stands before its version, scope included", () => {
  expect([packageName("@s/a@1.0.0(p@2.0.0)"), packageName("b@1.0.0")]).toEqual(["@s/a", "b"]);
});

describe("the resolved closure of an importer", () => {
  const lockfile = parseLockfile(
    `lockfileVersion: '9.0'
importers:
  app:
    dependencies:
      alias: {specifier: npm:real@1, version: real@1.0.0}
      other: {specifier: workspace:*, version: link:../other}
      peered: {specifier: ^1, version: 1.0.0(p@1.0.0)}
      scoped: {specifier: npm:@s/a@1, version: '@s/a@1.0.0'}
      tarball: {specifier: 'https://host/t.tgz', version: https://host/t.tgz}
    optionalDependencies:
      maybe: {specifier: ^1, version: 1.0.0}
  other:
    dependencies:
      elsewhere: {specifier: ^1, version: 1.0.0}
snapshots:
  '@s/a@1.0.0': {}
  circle@1.0.0: {dependencies: {maybe: 1.0.0}}
  elsewhere@1.0.0: {}
  maybe@1.0.0: {optionalDependencies: {circle: 1.0.0}}
  p@1.0.0: {}
  peered@1.0.0(p@1.0.0): {dependencies: {p: 1.0.0}}
  real@1.0.0: {}
  tarball@https://host/t.tgz: {}
`,
    "pnpm-lock.yaml",
  );

  test("follows aliases, peers, tarballs, optional ones and circles, and leaves other importers out", () => {
    expect(resolvedClosure(lockfile, ["app"])).toEqual([
      "@s/a@1.0.0",
      "circle@1.0.0",
      "maybe@1.0.0",
      "p@1.0.0",
      "peered@1.0.0(p@1.0.0)",
      "real@1.0.0",
      "tarball@https://host/t.tgz",
    ]);
  });

  test("an unknown importer needs nothing", () => expect(resolvedClosure(lockfile, ["new"])).toEqual([]));
});

describe("a lockfile that can't be read says why", () => {
  test.each([
    ["an older version", "lockfileVersion: '6.0'\n", 'pnpm-lock.yaml: lockfileVersion: want 9.0, got "6.0"'],
    ["no fields", "- a\n", "pnpm-lock.yaml: the whole file: want fields by name"],
    ...[
      ["a list of importers", "importers: []", "importers: want entries by name"],
      ["overrides of nothing", "overrides: null", "overrides: want entries by name"],
      ["an importer that is none", "importers: {app: 1}", "importers.app: is not as pnpm writes it"],
      ["a list of dependencies", "importers: {app: {devDependencies: [a]}}", "importers.app: is not"],
      ["no version", "importers: {app: {dependencies: {a: {specifier: ^1}}}}", "importers.app: is not"],
      ["no specifier", "importers: {app: {optionalDependencies: {a: {version: 1.0.0}}}}", "importers.app: is not"],
      ["a catalog without versions", "catalogs: {default: {a: ^1}}", "catalogs.default: is not"],
      ["an override that is no text", "overrides: {a: '1', b: 1}", "overrides.b: is not"],
      ["a package that is none", "packages: {a@1.0.0: x}", "packages.a@1.0.0: is not"],
      ["a snapshot's odd dependency", "snapshots: {a@1.0.0: {dependencies: {b: {}}}}", "snapshots.a@1.0.0: is not"],
    ].map(([title, part, message]) => [title, `lockfileVersion: '9.0'\n${part}\n`, message] as const),
    ["not YAML", "a: [\n", /is not YAML/],
    ["a conflict left in it", "lockfileVersion: '9.0'\n<<<<<<< ours\n", /is not YAML/],
  ])("%s", (_, text, message) => expect(() => parseLockfile(text, "pnpm-lock.yaml")).toThrow(message));

  test("a reference to a snapshot that is missing", () => {
    const text = `lockfileVersion: '9.0'\nimporters: {app: {dependencies: {a: {specifier: ^1, version: 1.0.0}}}}\n`;
    expect(() => resolvedClosure(parseLockfile(text, "pnpm-lock.yaml"), ["app"])).toThrow("no snapshot of a@1.0.0");
  });
});

describe("a lockfile that stands behind pnpm's own", () => {
  const own = environment("12.1.0");
  const saidOfPnpm = { importers: { ".": { packageManagerDependencies: { pnpm: { version: "12.1.0" } } } } };

  test.each([
    ["as pnpm writes it", `${own}${lockfile}`],
    ["behind a byte order mark", `\uFEFF${own}${lockfile}`],
    ["with the line ends of Windows", `${own}${lockfile}`.replaceAll("\n", "\r\n")],
  ])("%s says the same of the workspace, and what pnpm's own says besides", (_, text) => {
    const { environment: found, ...rest } = parseLockfile(text, "pnpm-lock.yaml");
    expect(rest).toEqual(parseLockfile(lockfile, "pnpm-lock.yaml"));
    expect(found).toMatchObject(saidOfPnpm);
  });

  test.each([
    ["alone", lockfile],
    ["alone, behind a line of its own", `---\n${lockfile}`],
  ])("but stands %s is the whole file", (_, text) => {
    expect(parseLockfile(text, "pnpm-lock.yaml")).toEqual(parseLockfile(lockfile, "pnpm-lock.yaml"));
    expect(parseLockfile(text, "pnpm-lock.yaml").environment).toBeUndefined();
  });

  test.each([
    [
      "the workspace's, of an older version",
      `${own}lockfileVersion: '6.0'\n`,
      "the second document",
      "lockfileVersion: want 9.0",
    ],
    ["the workspace's, not written yet", own, "the second document", "the whole file: want fields by name"],
    ["the workspace's, and a third", `${own}${lockfile}---\na: 1\n`, "the second document", "is not YAML"],
    ["pnpm's own", `---\na: [\n---\n${lockfile}`, "the first document", "is not YAML"],
  ])("where it can't be read says which of the two it is: %s", (_, text, which, why) => {
    expect(() => parseLockfile(text, "pnpm-lock.yaml")).toThrow(new RegExp(`^${which} of pnpm-lock.yaml:? ${why}`));
  });

  test.each<[string, string, boolean]>([
    ["one of version 9", `${own}${lockfile}`, true],
    ["one of an older version, behind pnpm's of version 9", `${own}lockfileVersion: '6.0'\n`, false],
    ["one of version 9, behind an older one of pnpm's", `---\nlockfileVersion: '8.0'\n---\n${lockfile}`, true],
    ["a conflict in pnpm's own", `${own.replace("packages:", "<<<<<<< ours")}${lockfile}`, false],
    ["a conflict in the workspace's", `${own}${lockfile}<<<<<<< ours\n`, false],
  ])("looks as it is: %s", (_, text, readable) => expect(looksReadable(text)).toBe(readable));
});
