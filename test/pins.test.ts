import { expect, test } from "@jest/globals";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

interface PackageJson {
  readonly packageManager?: string;
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

const root = resolve(__dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const { catalog } = parse(read("pnpm-workspace.yaml")) as { catalog: Record<string, string> };
const packages = ["", "actions", "test", ...within("apps"), ...within("packages")].map(
  (folder): [string, PackageJson] => [
    folder || "(root)",
    JSON.parse(read(join(folder, "package.json"))) as PackageJson,
  ],
);
const dependencies = packages.flatMap(([folder, { dependencies = {}, devDependencies = {} }]) =>
  Object.entries({ ...dependencies, ...devDependencies }).map(([name, version]) => ({ folder, name, version })),
);

test("every dependency is pinned: an exact version, the catalog's, or the workspace's", () => {
  const loose = dependencies.filter(
    ({ version }) => !/^(\d+\.\d+\.\d+(-[\w.]+)?|catalog:|workspace:\*)$/.test(version),
  );
  expect(loose).toEqual([]);
});

test("the catalog holds exact versions, each of which is used", () => {
  expect(Object.entries(catalog).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  const used = new Set(dependencies.filter(({ version }) => version === "catalog:").map(({ name }) => name));
  expect(Object.keys(catalog).filter((name) => !used.has(name))).toEqual([]);
});

test("a version that two packages pin lies in the catalog", () => {
  const pinned = dependencies.filter(({ version }) => /^\d/.test(version)).map(({ name }) => name);
  expect(pinned.filter((name, index) => pinned.indexOf(name) !== index || name in catalog)).toEqual([]);
});

test("pnpm is pinned once, exactly", () => {
  expect(packages.filter(([, { packageManager }]) => packageManager).map(([folder]) => folder)).toEqual(["(root)"]);
  expect(packages[0]![1].packageManager).toMatch(/^pnpm@\d+\.\d+\.\d+$/);
});

test("Node's types are those of the oldest Node that is supported, so that nothing newer is used", () => {
  const oldest = /^>=(\d+)/.exec(packages[0]![1].engines?.node ?? "")?.[1];
  expect(catalog["@types/node"]!.split(".")[0]).toBe(oldest);
});

function within(folder: string): string[] {
  return readdirSync(join(root, folder))
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(root, path, "package.json")));
}
