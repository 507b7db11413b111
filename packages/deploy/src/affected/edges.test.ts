import { describe, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { affected } from "./testing/affected";
import {
  affectedBy,
  type Files,
  json,
  keep,
  needs,
  npm,
  npmLock,
  pnpm,
  pnpmLock,
  within,
} from "./testing/changed-path";

describe("a folder that is linked to", () => {
  const service = (specifier: string) =>
    within("backend", {
      "package.json": json({ private: true }),
      "pnpm-workspace.yaml": "packages: [apps/*]\n",
      "apps/api/package.json": json({ name: "api", dependencies: { lib: specifier } }),
      "apps/api/Dockerfile": "FROM base:1",
    });

  test.each(["link:../../../shared/lib", "file:../../../shared/lib", "portal:../../../shared/lib"])(
    "as %s, outside of the working directory but not of the repository, can't be told",
    async (specifier) => {
      const files = { ...service(specifier), "shared/lib/index.js": "1" };
      expect(await affectedBy(files, "shared/lib/index.js", { folder: "backend" })).toEqual({
        api: ["could not tell: a dependency leads to ../shared/lib, outside of the folder that is looked at"],
      });
    },
  );

  test("outside of the repository is no part of it", async () => {
    expect(await affectedBy(service("link:../../../../shared/lib"), "README.md", { folder: "backend" })).toEqual({});
  });

  test("and lies behind a link itself can't be told", async () => {
    const files = npm({
      "apps/api/package.json": json({ name: "api", dependencies: { lib: "file:../../vendor/lib" } }),
      "third/lib/index.js": "1",
    });
    const arrange = ({ folder }: GitRepository) => symlinkSync("third", join(folder, "vendor"));
    expect(await affectedBy(files, "third/lib/index.js", { arrange })).toEqual({
      api: ["could not tell: a dependency leads to vendor/lib, and git does not show what is behind vendor, a link"],
    });
  });
});

describe("a dependency that leads into the folder of a package", () => {
  const lock = (specifier: string) => ({
    ".gitignore": "dist\n",
    ...pnpm("", specifier === "" ? {} : { ui: specifier }, pnpmLock(needs("ui", "x", "link:../../packages/ui/dist"))),
  });
  const unlocked = (changes: Files, root: object = {}) =>
    npm({ "packages/ui/package.json": json({ name: "ui" }), "packages/ui/index.js": "1", ...changes }, root);
  const apiNeeds = (specifier: string) => ({
    "apps/api/package.json": json({ name: "api", dependencies: { kit: specifier } }),
  });
  const ui = ["its dependency ui changed (packages/ui/index.js)"];

  test.each<[string, Files, Record<string, string[]>]>([
    ["as link:, to what a build leaves there, is one on the package", lock("link:../../packages/ui/dist"), { api: ui }],
    ["so it is where only pnpm's lockfile says so, as of publishConfig.directory", lock(""), { api: ui }],
    ["and as file:", unlocked(apiNeeds("file:../../packages/ui/dist")), { api: ui }],
    ["and as a path of workspace:", unlocked(apiNeeds("workspace:../../packages/ui/dist")), { api: ui }],
    [
      "and by an override",
      unlocked(apiNeeds("^1"), { overrides: { kit: "file:packages/ui/dist" } }),
      { api: ui, web: ui },
    ],
    [
      "and by npm's lockfile",
      unlocked({ ...apiNeeds("*"), ...npmLock({ "node_modules/kit": { resolved: "packages/ui/dist", link: true } }) }),
      { api: ui },
    ],
    [
      "but to a package of its own, which git shows there, only on that",
      unlocked({ ...apiNeeds("file:../../packages/ui/vendor/kit"), "packages/ui/vendor/kit/package.json": "{}" }),
      {},
    ],
    [
      "and where nobody's package is around it, and git shows nothing, can't be told",
      unlocked(apiNeeds("file:../../generated/kit")),
      { api: ["could not tell: a dependency leads to generated/kit, and git shows nothing there"] },
    ],
    [
      "while a folder that git shows needs no package.json",
      unlocked({ ...apiNeeds("file:../../generated/kit"), "generated/kit/index.js": "1" }),
      {},
    ],
    ["and to what a build leaves in the package itself is no more than that", unlocked(apiNeeds("file:./dist")), {}],
  ])("%s", async (_, files, reasons) => {
    expect(await affectedBy(files, "packages/ui/index.js")).toEqual(reasons);
  });
});

const resolved = (snapshot: string) => `
packages:

  kit@1.0.0:
    resolution: {integrity: sha512-a}

snapshots:

  kit@1.0.0:
    dependencies:
      ui: ${snapshot}
`;

describe("a package that only pnpm's lockfile leads to counts", () => {
  test.each<[string, Files]>([
    [
      "by packageExtensions",
      pnpm(
        "packageExtensions: {api: {dependencies: {ui: workspace:*}}}\n",
        {},
        pnpmLock(needs("ui", "workspace:*", "link:../../packages/ui")),
      ),
    ],
    [
      "by the alias of a catalog",
      pnpm(
        "catalog: {u: npm:ui@^1.0.0}\n",
        { u: "catalog:" },
        pnpmLock(needs("u", "'catalog:'", "link:../../packages/ui")),
      ),
    ],
    ["as a copy with peers", pnpm("", {}, pnpmLock(needs("u", "workspace:*", "file:packages/ui(react@19.0.0)")))],
    [
      "in quotes, which a YAML parser has to read",
      pnpm("", {}, pnpmLock(needs("u", "workspace:*", "'link:../../packages/ui'"))),
    ],
    [
      "in a lockfile in braces",
      pnpm("", {}, pnpmLock("    dependencies: {u: {specifier: 'workspace:*', version: link:../../packages/ui}}\n")),
    ],
    [
      "through a package of the registry",
      pnpm("", { kit: "^1.0.0" }, pnpmLock(needs("kit", "^1.0.0", "1.0.0"), resolved("link:packages/ui"))),
    ],
  ])("%s", async (_, files) => {
    expect(await affectedBy(files, "packages/ui/index.js")).toEqual({
      api: ["its dependency ui changed (packages/ui/index.js)"],
    });
  });

  test("unless it is a tool of the root", async () => {
    const lockfile = pnpmLock("    {}\n").replace(
      "  .: {}",
      "  .:\n    devDependencies:\n      ui:\n        specifier: workspace:*\n        version: link:packages/ui",
    );
    expect(
      await affectedBy(pnpm("", {}, lockfile.replace("  apps/api:\n    {}\n", "")), "packages/ui/index.js"),
    ).toEqual({});
  });

  test("also where the lockfile is all that changed", async () => {
    const before = pnpm("", {}, pnpmLock("").replace("  apps/api:\n\n", "  apps/api: {}\n\n"));
    const repository = keep(createGitRepository({ ...before }));
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write({ "pnpm-lock.yaml": pnpmLock(needs("ui", "workspace:*", "link:../../packages/ui")) });
    expect(await affected(repository, base)).toEqual({
      api: [
        "its dependency ui changed (packages/ui/index.js)",
        "its dependency ui changed (packages/ui/package.json)",
        "pnpm-workspace.yaml changed in what this service uses of it",
        "pnpm-lock.yaml changed in what this service uses of it",
      ],
    });
  });
});

describe("a path without a protocol, which npm and Yarn take for a folder or an archive, counts", () => {
  test.each<[string, string]>([
    ["../../vendor/lib", "vendor/lib/index.js"],
    ["../../vendor/lib/", "vendor/lib/index.js"],
    ["../../packages/other", "packages/other/index.js"],
    ["../../vendor/lib.tgz", "vendor/lib.tgz"],
  ])("%s", async (specifier, changed) => {
    const dependencies = { lib: specifier };
    const files = npm({ "apps/api/package.json": json({ name: "api", dependencies }), [changed]: "1" });
    expect(Object.keys(await affectedBy(files, changed))).toEqual(["api"]);
  });

  test.each<[string, string]>([
    ["./vendor/lib", "vendor/lib/index.js"],
    ["archives/lib.TGZ", "archives/lib.TGZ"],
    ["vendor/a/lib", "vendor/a/lib/index.js"],
  ])("%s, which the root needs, for everybody", async (specifier, changed) => {
    const files = npm({ [changed]: "1" }, { dependencies: { lib: specifier } });
    expect(Object.keys(await affectedBy(files, changed))).toEqual(["api", "web"]);
  });

  test.each(["vendor/lib", "vendor/lib#feature/b/c", "https://example.com/a/b/vendor/lib.tgz", "~1.2.3", "^1 || >=2"])(
    "but not %s, which comes from elsewhere",
    async (specifier) => {
      const files = npm({ "vendor/lib/index.js": "1" }, { dependencies: { lib: specifier } });
      expect(await affectedBy(files, "vendor/lib/index.js")).toEqual({});
    },
  );
});

describe("what npm's overrides put in a dependency's place counts for everybody", () => {
  const bar = "file:./vendor/bar";
  test.each<[string, object]>([
    ["by name", { overrides: { bar } }],
    ["below a package", { overrides: { foo: { bar } } }],
    ["deep below packages, with ranges", { overrides: { "foo@^1": { "baz@2": { bar } } } }],
    ["at the package itself, beside what is below it", { overrides: { bar: { ".": bar, baz: "1" } } }],
    ["as what the root depends on", { dependencies: { bar }, overrides: { bar: "$bar" } }],
    ["as a tool that the root depends on", { devDependencies: { bar }, overrides: { foo: { bar: "$bar" } } }],
    ["as a package of the root's under another name", { devDependencies: { kit: bar }, overrides: { bar: "$kit" } }],
  ])("%s", async (_, root) => {
    const files = npm({ "vendor/bar/index.js": "1" }, root);
    const reasons = ["its dependency vendor/bar changed (vendor/bar/index.js)"];
    expect(await affectedBy(files, "vendor/bar/index.js")).toEqual({ api: reasons, web: reasons });
  });

  test("but not what only the root's tools need", async () => {
    const files = npm(
      { "vendor/bar/index.js": "1" },
      { devDependencies: { bar }, overrides: { foo: { baz: "1.0.0" } } },
    );
    expect(await affectedBy(files, "vendor/bar/index.js")).toEqual({});
  });
});

describe("what a folder needs that is linked to counts", () => {
  const lib = (needs: Files) => ({ "vendor/lib/package.json": json({ name: "lib", dependencies: needs }) });
  const toLib = { lib: "file:../../vendor/lib" };
  const api = { "apps/api/package.json": json({ name: "api", dependencies: toLib }) };

  test.each<[string, Files, string, string]>([
    [
      "another such folder",
      npm({ ...api, ...lib({ more: "file:../more" }), "vendor/more/index.js": "1" }),
      "vendor/more/index.js",
      "its dependency vendor/more changed (vendor/more/index.js)",
    ],
    [
      "a folder that one needs that one of them needs",
      npm({
        ...api,
        ...lib({ more: "../more" }),
        "vendor/more/package.json": json({ name: "more", devDependencies: { most: "link:../most" } }),
        "vendor/most/index.js": "1",
      }),
      "vendor/most/index.js",
      "its dependency vendor/most changed (vendor/most/index.js)",
    ],
    [
      "a package",
      npm({ ...api, ...lib({ other: "*" }) }),
      "packages/other/index.js",
      "its dependency other changed (packages/other/index.js)",
    ],
    [
      "a package of pnpm's",
      {
        ...pnpm("", toLib, pnpmLock(needs("lib", "link:../../vendor/lib", "link:../../vendor/lib"))),
        ...lib({ ui: "workspace:*" }),
      },
      "packages/ui/index.js",
      "its dependency ui changed (packages/ui/index.js)",
    ],
    [
      "and so do those that lead back to it",
      npm({
        ...api,
        ...lib({ more: "file:../more" }),
        "vendor/more/package.json": json({ dependencies: { lib: "file:../lib" } }),
        "vendor/lib/index.js": "1",
      }),
      "vendor/lib/index.js",
      "its dependency vendor/lib changed (vendor/lib/index.js)",
    ],
  ])("%s", async (_, files, changed, reason) => {
    expect(await affectedBy(files, changed)).toEqual({ api: [reason] });
  });

  test("but not the tools that it has of a workspace of its own", async () => {
    const tools = { "vendor/lib/package.json": json({ name: "lib", devDependencies: { config: "workspace:*" } }) };
    expect(await affectedBy(npm({ ...api, ...tools }), "README.md")).toEqual({});
  });

  test("from when its package.json says so", async () => {
    const repository = keep(createGitRepository({ ...npm({ ...api, ...lib({}) }) }));
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write({ ...lib({ other: "*" }), "packages/other/index.js": "2" });
    const reasons = (await affected(repository, base))["api"];
    expect(reasons).toContain("its dependency other changed (packages/other/index.js)");
  });
});
