import { expect, test } from "@jest/globals";
import { findPackage, packageClosure } from "./graph";
import { foreignLinks } from "./foreign-links";
import { type PackageJson, parsePackageJson } from "./package-json";
import { parsePackage } from "./packages";
import type { Workspace } from "./workspace";

type Dependencies = Partial<Pick<PackageJson, "dependencies" | "devDependencies" | "peerDependencies">>;

test.each<[string, Dependencies, string[]]>([
  ["a workspace dependency", { dependencies: { b: "workspace:*" } }, ["a", "b"]],
  ["a development dependency", { devDependencies: { b: "workspace:^" } }, ["a", "b"]],
  ["a peer of the workspace", { peerDependencies: { b: "workspace:*" } }, ["a", "b"]],
  ["a range that a workspace package has the name of", { dependencies: { b: "^1.0.0" } }, ["a", "b"]],
  ["an alias of a workspace package", { dependencies: { x: "workspace:b@*" } }, ["a", "b"]],
  ["an alias of a scoped one", { dependencies: { x: "workspace:@s/c@^1" } }, ["a", "@s/c"]],
  ["a path of the workspace protocol", { dependencies: { x: "workspace:../b" } }, ["a", "b"]],
  ["a link", { dependencies: { x: "link:../b" } }, ["a", "b"]],
  ["a folder", { dependencies: { x: "file:../b" } }, ["a", "b"]],
  ["a dependency's dependency", { dependencies: { d: "workspace:*" } }, ["a", "b", "d"]],
  ["a circle", { dependencies: { e: "workspace:*" } }, ["a", "e"]],
  ["a package of the registry", { dependencies: { react: "^19" } }, ["a"]],
  ["an alias of the registry under a workspace name", { dependencies: { b: "npm:other@1" } }, ["a"]],
  ["an alias that names a workspace package", { dependencies: { x: "npm:@s/c@^1" } }, ["a", "@s/c"]],
])("%s pulls in the packages it needs", (_, dependencies, wanted) => {
  expect(namesIn(workspace(dependencies)).sort()).toEqual([...wanted].sort());
});

test.each<[string, string, string[]]>([
  ["a folder outside the workspace", "link:../../vendor/lib", ["vendor/lib"]],
  ["a folder to be copied, with a slash at its end", "file:../../vendor/lib/", ["vendor/lib"]],
  ["an archive", "file:../../vendor/lib.tgz", ["vendor/lib.tgz"]],
  ["a folder outside the repository", "link:../../../lib", []],
  ["an absolute path", "link:/usr/lib/lib", []],
])("%s that a package links to belongs to it, as far as it is in the repository", (_, specifier, wanted) => {
  const found = workspace({ dependencies: { d: "workspace:*" } }, { d: { dependencies: { lib: specifier } } });
  expect(closureOf(found).outside).toEqual(wanted);
});

test.each<[string, Partial<Pick<Workspace, "root" | "settings">>, string[]]>([
  ["depends on", { root: root({ dependencies: { b: "workspace:*" } }) }, ["a", "b"]],
  ["depends on for development only", { root: root({ devDependencies: { b: "workspace:*" } }) }, ["a"]],
  [
    "overrides a dependency with in pnpm-workspace.yaml",
    { settings: { overrides: { x: "workspace:b@*" } } },
    ["a", "b"],
  ],
  [
    "overrides a dependency with in package.json",
    { root: root({ pnpm: { overrides: { "y>x": "link:packages/b" } } }) },
    ["a", "b"],
  ],
  ["resolves a dependency to", { root: root({ resolutions: { x: "file:./packages/b" } }) }, ["a", "b"]],
  ["overrides by a version of the registry", { settings: { overrides: { x: "1.0.0" } } }, ["a"]],
])("what the root %s belongs to every package", (_, changes, wanted) => {
  expect(namesIn({ ...workspace({}), ...changes }).sort()).toEqual(wanted);
});

test("a workspace dependency that is not seen is an error, not a dependency less", () => {
  expect(() => closureOf(workspace({ dependencies: { hidden: "workspace:*" } }))).toThrow(
    "packages/a depends on hidden (workspace:*), and no package.json of that name is in the workspace",
  );
});

test("a package that the workspace does not have is named, with those that it has", () => {
  expect(() => findPackage(workspace({}), "z", "Dockerfile")).toThrow(
    'the workspace has no package "z", and no such folder; it has a, b, @s/c, d, e',
  );
});

function root(fields: Record<string, unknown>): PackageJson {
  return parsePackageJson(JSON.stringify(fields), "package.json");
}

function closureOf(found: Workspace) {
  return packageClosure(found, findPackage(found, "a", "Dockerfile"));
}

function namesIn(found: Workspace): string[] {
  return closureOf(found).nodes.map(({ name }) => name);
}

function workspace(ofA: Dependencies, others: Readonly<Record<string, Dependencies>> = {}): Workspace {
  const packages: [string, Dependencies][] = [
    ["a", ofA],
    ["b", {}],
    ["@s/c", {}],
    ["d", { dependencies: { b: "workspace:*" } }],
    ["e", { dependencies: { a: "workspace:*" } }],
  ];
  return {
    packages: new Map(
      packages.map(([name, json]) => [
        name,
        parsePackage(JSON.stringify({ name, ...(others[name] ?? json) }), `packages/${name}/package.json`),
      ]),
    ),
    root: parsePackageJson("{}", "package.json"),
    settings: {},
    lockfile: undefined,
    texts: new Map(),
    places: [],
    global: [],
    isPnpm: () => true,
    links: () => foreignLinks(new Map()),
    linked: new Map(),
    hidden: {
      packages: [],
      isShown: () => true,
      isInRepository: (path) => !path.startsWith(".."),
      why: () => undefined,
    },
  };
}
