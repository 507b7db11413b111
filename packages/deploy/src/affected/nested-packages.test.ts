import { describe, expect, test } from "@jest/globals";
import { createGitRepository } from "@cashsouk/testing/git-repository";
import { affected } from "./testing/affected";
import { affectedBy, type Files, json, keep, needs, npm, npmLock, pnpm, pnpmLock } from "./testing/changed-path";

describe("a package in another one's folder", () => {
  const nested = (changes: Files): Files => ({
    ...pnpm("", { ui: "workspace:*" }, pnpmLock(needs("ui", "workspace:*", "link:../../packages/ui"))),
    "pnpm-workspace.yaml": "packages: [apps/**, packages/**]\n",
    ...changes,
  });
  const basic = "apps/api/templates/basic";
  const template = (fields: object) => ({ [`${basic}/package.json`]: json(fields), [`${basic}/README.md`]: "1" });

  test.each<[string, Files, string, Record<string, string[]>]>([
    [
      "without a name is a part of it",
      nested({ "apps/api/src/esm/package.json": json({ type: "module" }) }),
      "apps/api/src/esm/index.js",
      { api: ["apps/api/src/esm/index.js changed"] },
    ],
    [
      "that nobody needs, as a template, is a part of it",
      nested(template({ name: "basic" })),
      `${basic}/README.md`,
      { api: [`${basic}/README.md changed`] },
    ],
    [
      "without a name is a part of what is needed, too",
      nested({ "packages/ui/esm/package.json": json({ type: "module" }) }),
      "packages/ui/esm/deep/index.js",
      { api: ["its dependency ui changed (packages/ui/esm/deep/index.js)"] },
    ],
    [
      "brings what it needs itself",
      nested({
        ...template({ dependencies: { lib: "workspace:*" } }),
        "packages/lib/package.json": json({ name: "lib" }),
      }),
      "packages/lib/index.js",
      { api: ["its dependency lib changed (packages/lib/index.js)"] },
    ],
    [
      "that another one needs by its name is that one's",
      nested({
        ...template({ name: "basic" }),
        "apps/web/package.json": json({ name: "web", dependencies: { basic: "workspace:*" } }),
      }),
      `${basic}/index.js`,
      { web: [`its dependency basic changed (${basic}/index.js)`] },
    ],
    [
      "that another one links to, without a name, belongs to both",
      nested({
        ...template({}),
        "apps/web/package.json": json({ name: "web", dependencies: { basic: `link:../api/templates/basic` } }),
      }),
      `${basic}/index.js`,
      { api: [`${basic}/index.js changed`], web: [`its dependency ${basic} changed (${basic}/index.js)`] },
    ],
    [
      "that is a service is that, and a part of it",
      nested({ ...template({ name: "basic" }), [`${basic}/Dockerfile`]: "FROM base:1" }),
      `${basic}/index.js`,
      { api: [`${basic}/index.js changed`], basic: [`${basic}/index.js changed`] },
    ],
    [
      "leaves the service in there alone where the rest changes",
      nested({ ...template({ name: "basic" }), [`${basic}/Dockerfile`]: "FROM base:1" }),
      "apps/api/index.js",
      { api: ["apps/api/index.js changed"] },
    ],
  ])("%s", async (_, files, changed, wanted) => {
    expect(await affectedBy(files, changed)).toEqual(wanted);
  });
});

describe("a workspace in a workspace", () => {
  const inner = (changes: Files = {}) =>
    npm({
      "packages/group/package.json": json({ name: "group", workspaces: ["libs/*"] }),
      "packages/group/libs/hidden/package.json": json({ name: "hidden" }),
      "packages/group/libs/hidden/index.js": "1",
      ...changes,
    });
  const path = "packages/group/libs/hidden/index.js";

  test("counts with its packages for whom needs them, where Yarn is the installer", async () => {
    expect(await affectedBy(inner({ "yarn.lock": "__metadata:\n  version: 8\n" }), path)).toEqual({
      api: [`its dependency hidden changed (${path})`],
    });
  });

  test("also where it is in one itself", async () => {
    const files = inner({
      "yarn.lock": "__metadata:\n  version: 8\n",
      "packages/group/package.json": json({ name: "group", workspaces: { packages: ["libs/deeper"] } }),
      "packages/group/libs/deeper/package.json": json({ name: "deeper", workspaces: ["../hidden"] }),
    });
    expect(await affectedBy(files, path)).toEqual({ api: [`its dependency hidden changed (${path})`] });
  });

  test("is what its files say at each side, when it is a workspace no longer", async () => {
    const repository = keep(createGitRepository({ ...inner({ "yarn.lock": "__metadata:\n  version: 8\n" }) }));
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write({ "packages/group/package.json": json({ name: "group" }) });
    const gone = ["index.js", "package.json"].map((file) => `packages/group/libs/hidden/${file}`);
    expect(await affected(repository, base)).toEqual({
      api: gone.map((file) => `its dependency hidden changed (${file})`),
    });
  });

  test("is none for npm, which knows the root's only", async () => {
    expect(await affectedBy(inner(npmLock({ "node_modules/hidden": {} })), path)).toEqual({});
  });
});
