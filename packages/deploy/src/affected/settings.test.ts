import { expect, test } from "@jest/globals";
import { affected } from "./testing/affected";
import { affectedBy, type Files, json, npm } from "./testing/changed-path";
import { start } from "./testing/small-repository";

const extending = (target: string | readonly string[]) => JSON.stringify({ extends: target });
const told = (by: string, file = "tsconfig.base.json") => `${file} changed, which ${by} leads to`;
const ofApi = (file: string, by = "apps/api/tsconfig.json") => ({ api: [told(by, file)] });

test.each<[string, Record<string, string>, string, Record<string, string[]>]>([
  [
    "of a service's package",
    { "apps/api/tsconfig.json": extending("../../tsconfig.base.json") },
    "tsconfig.base.json",
    { api: [told("apps/api/tsconfig.json")] },
  ],
  [
    "of a package that it needs",
    { "packages/ui/tsconfig.build.json": extending("../../tsconfig.base") },
    "tsconfig.base.json",
    { web: [told("packages/ui/tsconfig.build.json")] },
  ],
  [
    "through another file, and one of several",
    {
      "apps/api/tsconfig.json": `{ // why\n "extends": ["@x/elsewhere/base.json", "../../config/node.json"], }`,
      "config/node.json": extending("../tsconfig.base.json"),
    },
    "tsconfig.base.json",
    { api: [told("apps/api/tsconfig.json")] },
  ],
  [
    "of a package that no service needs: nothing",
    { "packages/tool/tsconfig.json": extending("../../tsconfig.base.json") },
    "tsconfig.base.json",
    {},
  ],
  [
    "in a circle, where another file changed",
    { "apps/api/tsconfig.json": extending("./tsconfig.json") },
    "other.json",
    {},
  ],
])("what the TypeScript settings extend counts: %s", async (_, settings, changed, expected) => {
  const { repository } = start();
  const base = repository.commit({ ...settings, [changed]: "{}" });
  repository.write({ [changed]: '{"compilerOptions":{"target":"es2022"}}' });
  expect(await affected(repository, base)).toEqual(expected);
});

test.each<[string, Record<string, string>, Record<string, string[]>]>([
  ["counts", { "libs/x/main.ts": "2" }, { api: [told("apps/api/tsconfig.json", "libs/x/main.ts")] }],
  ["does not where it is for people, or a test", { "libs/x/README.md": "2", "libs/x/main.test.ts": "2" }, {}],
])("what lies in a project that is referred to %s", async (_, changes, expected) => {
  const { repository } = start();
  const settings = { "apps/api/tsconfig.json": refersTo("../../libs/x"), "libs/x/tsconfig.json": "{}" };
  const base = repository.commit(settings);
  repository.write(changes);
  expect(await affected(repository, base)).toEqual(expected);
});

test("settings that are a link which leads nowhere extend nothing", async () => {
  const { repository } = start();
  const base = repository.commit({ "tsconfig.base.json": "{}" });
  repository.link("apps/api/tsconfig.json", "nowhere.json");
  repository.write({ "tsconfig.base.json": "{ }" });
  expect(await affected(repository, base)).toEqual({ api: ["apps/api/tsconfig.json changed"] });
});

test("what is deleted and still extended counts", async () => {
  const { repository } = start();
  const settings = { "apps/api/tsconfig.json": extending("../../tsconfig.base.json"), "tsconfig.base.json": "{}" };
  const base = repository.commit(settings);
  repository.write({ "tsconfig.base.json": null });
  expect(await affected(repository, base)).toEqual({ api: [told("apps/api/tsconfig.json")] });
});

const refersTo = (...paths: string[]) => json({ references: paths.map((path) => ({ path })) });
/** As Nx makes it: projects without a package.json, which import one another by the names that TypeScript has for them. */
const nx = (changes: Files = {}): Files => ({
  "services.json": json({ services: [{ name: "api", package: "apps/api", dockerfile: "apps/api/Dockerfile" }] }),
  "package.json": json({ name: "shop" }),
  "nx.json": "{}",
  "tsconfig.base.json": `{
  "compilerOptions": {
    "baseUrl": ".",
    "paths": {
      "@shop/ui": ["libs/ui/src/index.ts"], // ours
      "@shop/data": ["libs/data/src/index.ts"],
      "@shop/old/*": ["libs/old/src/*"],
    },
  },
}`,
  "apps/api/Dockerfile": "FROM base:1\nCOPY dist/apps/api ./\n",
  "apps/api/project.json": json({ name: "api" }),
  "apps/api/tsconfig.json": json({
    extends: "../../tsconfig.base.json",
    references: [{ path: "./tsconfig.app.json" }],
  }),
  "apps/api/src/main.ts": "import { ui } from '@shop/ui';\n",
  "libs/ui/project.json": json({ name: "ui" }),
  "libs/ui/src/index.ts": 'export * from "@shop/data";\n',
  "libs/data/project.json": json({ name: "shop-data" }),
  "libs/data/src/index.ts": "export const data = 1;\n",
  "libs/old/src/index.ts": "export const old = 1;\n",
  ...changes,
});
const ofLib = (file: string, of = file.split("/").slice(0, 2).join("/")) => ({
  api: [`its dependency ${of} changed (${file})`],
});
const implicit = (...names: string[]) => ({
  "apps/api/src/main.ts": "1",
  "apps/api/project.json": json({ name: "api", implicitDependencies: names }),
});
/** Names of TypeScript's with a star in the middle of where they lead, and for all that there is. */
const starred = {
  "tsconfig.json": json({ compilerOptions: { paths: { "@x/*": ["packages/*/src", "packages/*"], "~/*": ["./*"] } } }),
  "apps/api/tsconfig.json": extending("../../tsconfig.json"),
  "packages/lib/package.json": json({ name: "lib" }),
};

test.each<[string, Files, string, Record<string, string[]>]>([
  [
    "a project that TypeScript's references name",
    npm({ "apps/api/tsconfig.json": refersTo("../../packages/other", "./tsconfig.app.json") }),
    "packages/other/index.js",
    ofApi("packages/other/index.js"),
  ],
  [
    "by its file, and a project that it refers to itself",
    npm({
      "apps/api/tsconfig.json": refersTo("../../packages/other/tsconfig.lib.json"),
      "packages/other/tsconfig.lib.json": refersTo("../../shared"),
    }),
    "shared/a.ts",
    ofApi("shared/a.ts"),
  ],
  [
    "but not its tests",
    npm({ "apps/api/tsconfig.json": refersTo("../../packages/other") }),
    "packages/other/a.test.ts",
    {},
  ],
  ["what is imported by a name of TypeScript's paths", nx(), "libs/ui/src/ui.ts", ofLib("libs/ui/src/ui.ts")],
  ["and what that imports in turn", nx(), "libs/data/src/data.ts", ofLib("libs/data/src/data.ts")],
  ["but nothing that nobody imports", nx(), "libs/old/src/old.ts", {}],
  [
    "all that a name with a star may mean",
    nx({ "apps/api/src/main.ts": 'import("@shop/old/index");\n' }),
    "libs/old/src/old.ts",
    ofLib("libs/old/src/old.ts"),
  ],
  [
    "a package, with what it needs, that is imported past the dependencies",
    npm({
      "apps/api/tsconfig.json": json({ compilerOptions: { paths: { "~lib": ["../../packages/lib/src"] } } }),
      "apps/api/src/main.ts": 'import "~lib";\n',
      "packages/lib/package.json": json({ name: "lib", dependencies: { other: "*" } }),
    }),
    "packages/other/index.js",
    ofLib("packages/other/index.js", "packages/lib"),
  ],
  [
    "but only what the star stands for, not all packages",
    npm({ ...starred, "apps/api/src/main.ts": 'import "@x/lib/button";\n' }),
    "packages/other/index.js",
    {},
  ],
  [
    "which may lie behind the star",
    npm({ ...starred, "apps/api/src/main.ts": 'import "@x/other";\n' }),
    "packages/other/index.js",
    ofLib("packages/other/index.js"),
  ],
  [
    "a file at the root alone, by a star for all",
    npm({ ...starred, "apps/api/src/main.ts": 'import "~/shared.js"; join("~/");\n', "shared.ts": "1" }),
    "shared.ts",
    ofLib("shared.ts", "shared.*"),
  ],
  [
    "and none of its neighbours, nor another service",
    npm({ ...starred, "apps/api/src/main.ts": 'import "~/shared.js"; join("~/apps");\n', "shared.ts": "1" }),
    "apps/web/server.ts",
    { web: ["apps/web/server.ts changed"] },
  ],
  [
    "and not what its tests import",
    nx({ "libs/ui/src/index.ts": "1", "libs/ui/src/ui.spec.ts": 'import "@shop/data";\n' }),
    "libs/data/src/data.ts",
    {},
  ],
  [
    "what `../` leads to in no package, without any settings",
    npm({ "apps/api/src/main.js": 'require("../../../shared/src/money");\n', "shared/src/money.js": "1" }),
    "shared/src/rounding.js",
    ofLib("shared/src/rounding.js", "shared"),
  ],
  [
    "but not the root, of which `../` is a part of many paths",
    npm({ "apps/api/next.config.js": 'join(__dirname, "../../"); glob("../../*"); join("../..");\n' }),
    "scripts/a.js",
    {},
  ],
  [
    "a project that Nx is told of, by its folder",
    nx(implicit("old", "ui")),
    "libs/ui/project.json",
    ofApi("libs/ui/project.json", "apps/api/project.json"),
  ],
  ["or by its name", nx(implicit("shop-data")), "libs/data/a.ts", ofApi("libs/data/a.ts", "apps/api/project.json")],
  ["but none that it is told to leave out", nx(implicit("!shop-data")), "libs/data/a.ts", {}],
  [
    "what a package tells turbo to look at above it",
    npm({
      "apps/api/turbo.json": json({ tasks: { build: { inputs: ["$TURBO_DEFAULT$", "$TURBO_ROOT$/conf/*.json"] } } }),
    }),
    "conf/a.json",
    ofApi("conf/a.json", "apps/api/turbo.json"),
  ],
  [
    "but not for a task that only checks",
    npm({ "apps/api/turbo.json": json({ tasks: { "test:unit": { inputs: ["$TURBO_ROOT$/jest.shared.js"] } } }) }),
    "jest.shared.js",
    {},
  ],
])("what a service's settings lead to counts: %s", async (_, files, path, reasons) => {
  expect(await affectedBy(files, path)).toEqual(reasons);
});

const paths = (added = "", target = "libs/ui/src/index.ts") => `{
  "compilerOptions": { "paths": { "@shop/ui": ["${target}"], "@shop/old/*": ["libs/old/src/*"]${added} } },
}`;

test.each<[string, string, Record<string, string[]>]>([
  ["a name that nothing here imports", paths(', "@shop/new": ["libs/new/src/index.ts"]'), {}],
  ["where a name leads that is imported", paths("", "libs/ui/src/main.ts"), ofApi("tsconfig.base.json")],
  ["more than names", paths().replace("{ ", '{ "strict": true, '), ofApi("tsconfig.base.json")],
])("of the names that TypeScript has for all projects, %s", async (_, changed, reasons) => {
  const files = nx({ "tsconfig.base.json": paths() });
  expect(await affectedBy(files, "tsconfig.base.json", { changed })).toEqual(reasons);
});
