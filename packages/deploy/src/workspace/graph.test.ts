import { expect, test } from "@jest/globals";
import { packageClosure } from "./graph";
import { type PackageJson, parsePackageJson } from "./package-json";
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
])("%s pulls in the packages it needs", (_, dependencies, wanted) => {
  const names = packageClosure(workspace(dependencies), "a").map(({ name }) => name);
  expect(names.sort()).toEqual([...wanted].sort());
});

test("a package that the workspace does not have is named, with those that it has", () => {
  expect(() => packageClosure(workspace({}), "z")).toThrow('the workspace has no package "z"; it has a, b, @s/c, d, e');
});

function workspace(ofA: Dependencies): Workspace {
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
        { name, folder: `packages/${name}`, json: parsePackageJson(JSON.stringify(json), name) },
      ]),
    ),
    root: parsePackageJson("{}", "package.json"),
    settings: {},
    lockfile: undefined,
    texts: new Map(),
    global: [],
    isPnpm: () => true,
  };
}
