import { createGitRepository } from "@cashsouk/testing/git-repository";
import { expect, test } from "@jest/globals";
import { affected } from "./testing/affected";
import { keep } from "./testing/changed-path";

const json = JSON.stringify;
const api = (folder: string, needs: object) => ({
  [`${folder}/package.json`]: json({ name: "api", dependencies: needs }),
  [`${folder}/Dockerfile`]: "FROM base:1\nCOPY . .\n",
});
const lerna = (said: object, folder = "packages") => ({
  "package.json": json({ private: true }),
  "lerna.json": json({ version: "1.0.0", ...said }),
  ...api(`${folder}/api`, { lib: "^1.0.0" }),
  [`${folder}/lib/package.json`]: json({ name: "lib", version: "1.0.0" }),
});
const rush = {
  "rush.json": `{ // Rush\n  "projects": [\n    { "packageName": "api", "projectFolder": "apps/api" },
    /* ours */ { "packageName": "lib", "projectFolder": "libs/lib" },\n  ],\n}`,
  ...api("apps/api", { lib: "workspace:*" }),
  "libs/lib/package.json": json({ name: "lib" }),
  "libs/other/package.json": json({ name: "other" }),
};
const lockfile = "common/config/rush/pnpm-lock.yaml";

test.each<[string, Record<string, string>, string, Record<string, string[]>]>([
  [
    "Lerna's usual folder",
    lerna({}),
    "packages/lib/index.js",
    { api: ["its dependency lib changed (packages/lib/index.js)"] },
  ],
  [
    "Lerna's globs",
    lerna({ packages: ["modules/*"] }, "modules"),
    "modules/lib/index.js",
    { api: ["its dependency lib changed (modules/lib/index.js)"] },
  ],
  ["Rush's projects", rush, "libs/lib/index.js", { api: ["its dependency lib changed (libs/lib/index.js)"] }],
  ["not what is none of them", rush, "libs/other/index.js", {}],
  ["Rush's lockfile", rush, lockfile, { api: [`${lockfile} changed, which every service uses`] }],
])("packages that another tool declares count: %s", async (_, files, changed, expected) => {
  const repository = keep(createGitRepository({ ...files, [changed]: "1" }));
  const base = repository.git("rev-parse", "HEAD").trim();
  repository.write({ [changed]: "2" });
  expect(await affected(repository, base)).toEqual(expected);
});
